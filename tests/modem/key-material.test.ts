import test from 'ava';
import { fibocom } from '../../modules/fibocom/dialect.js';
import type { Exchange } from '../../modules/at/dialogue/exchange.js';
import { type CellularError, cellularError } from '../../modules/base/errors.js';
import { Boot } from '../../modules/modem/boot.js';
import { ModuleMemory } from '../../modules/modem/module-memory.js';
import type { Step } from '../../modules/modem/step.js';
import { tlsSettings } from '../../modules/modem/tls-options.js';
import { provisionTls } from '../../modules/modem/tls-provisioning.js';
import { CERTIFICATE, KEY } from './modem-bench.js';

/** Takes every command, and ends each as `outcome` says; keeps a copy of what was sent, and the buffers through which it went. */
function provisionedBy(outcome: () => CellularError | undefined): { sent: string[]; buffers: Uint8Array[] } {
  const sent: string[] = [];
  const buffers: Uint8Array[] = [];
  const settings = tlsSettings({ trust: CERTIFICATE, certificate: CERTIFICATE, key: KEY }, fibocom.tls);
  // The module has been found to hold nothing, and the first file is due.
  const boot = new Boot();
  boot.files = settings.files;
  boot.isTlsBegun = true;
  const step: Pick<Step, 'boot' | 'now' | 'rest' | 'ask'> & { readonly modem: Partial<Step['modem']> } = {
    boot,
    modem: { dialect: fibocom, memory: new ModuleMemory(undefined) },
    now: () => 0,
    rest: (_milliseconds, then) => then(),
    ask: ({ data, onEnd }: Exchange, onSettled?: (error: CellularError | undefined) => void) => {
      if (data !== undefined) {
        let text = '';
        while (text.length < data.length) {
          const piece = data.slices.take(text.length, data.length - text.length);
          text += Buffer.from(piece).toString('latin1');
          buffers.push(piece);
        }
        sent.push(text);
      }
      const error = data === undefined ? undefined : outcome();
      onSettled?.(error);
      onEnd(error);
    },
  };
  provisionTls(step as Step, settings, () => undefined);
  return { sent, buffers };
}

test('nothing of a file is left in its buffer once the module has it', (t) => {
  const { sent, buffers } = provisionedBy(() => undefined);
  t.deepEqual(sent, [CERTIFICATE, CERTIFICATE, KEY]);
  for (const buffer of buffers) t.true(buffer.every((byte) => byte === 0));
});

test('nor when the module refuses it', (t) => {
  const { sent, buffers } = provisionedBy(() => cellularError('refused', 'refused'));
  t.is(sent.length, 1);
  for (const buffer of buffers) t.true(buffer.every((byte) => byte === 0));
});
