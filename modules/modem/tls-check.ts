import type { Exchange } from '../at/dialogue/exchange.js';
import type { CellularError } from '../base/errors.js';
import type { TlsStore } from '../cellular/dialect/tls-store.js';
import type { TlsSettings } from './tls-options.js';

/**
 * Asks the module how TLS is set up, right before a connection is opened: one that has forgotten it without a word, as after a restart that
 * nobody has noticed, would open it without looking at the broker's certificate. `onEnd` is told whether it is set up as is wanted, or
 * why that could not be found out. Whether it still has its files it does not tell; without them a handshake with verification fails.
 */
export function checkTls(
  execute: (exchange: Exchange) => void,
  store: TlsStore,
  tls: TlsSettings,
  onEnd: (isSet: boolean, error: CellularError | undefined) => void,
): void {
  const answers: number[] = [];
  const askNext = (): void => {
    const command = store.queries[answers.length];
    if (command === undefined) return onEnd(store.isSet(answers, tls), undefined);
    execute({
      command,
      values: [],
      onReply: (fields) => {
        answers.push(fields.integerAt(0));
      },
      onEnd: (error) => (error === undefined ? askNext() : onEnd(false, error)),
    });
  };
  askNext();
}
