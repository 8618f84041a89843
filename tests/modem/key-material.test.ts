import test from 'ava';
import { type CellularError, cellularError } from '../../modules/at/errors.js';
import type { Exchange } from '../../modules/at/exchange.js';
import { Boot } from '../../modules/modem/boot.js';
import type { Step } from '../../modules/modem/step.js';
import { tlsSettings } from '../../modules/modem/tls-options.js';
import { provisionTls } from '../../modules/modem/tls-provisioning.js';
import { CERTIFICATE, KEY } from './modem-bench.js';

/** Takes every command, and ends each as `outcome` says; keeps a copy of what was to be sent, and the buffer itself. */
function provisionedBy(outcome: () => CellularError | undefined): { sent: string[]; buffers: ArrayBufferLike[] } {
  const sent: string[] = [];
  const buffers: ArrayBufferLike[] = [];
  const step: Pick<Step, 'boot' | 'now' | 'ask'> = {
    boot: new Boot(),
    now: () => 0,
    ask: ({ data, onEnd }: Exchange, onSettled?: (error: CellularError | undefined) => void) => {
      if (data !== undefined) {
        sent.push(Buffer.from(data.contents).toString('latin1'));
        data.slices.take(data.length - 32, 32);
        buffers.push(data.contents.buffer);
      }
      const error = data === undefined ? undefined : outcome();
      onSettled?.(error);
      onEnd(error);
    },
  };
  provisionTls(step as Step, tlsSettings({ trust: CERTIFICATE, certificate: CERTIFICATE, key: KEY }), () => undefined);
  return { sent, buffers };
}

test('nothing of a file is left in its buffer once the module has it', (t) => {
  const { sent, buffers } = provisionedBy(() => undefined);
  t.deepEqual(sent, [CERTIFICATE, CERTIFICATE, KEY]);
  for (const buffer of buffers) t.true(new Uint8Array(buffer).every((byte) => byte === 0));
});

test('nor when the module refuses it', (t) => {
  const { sent, buffers } = provisionedBy(() => cellularError('refused', 'refused'));
  t.is(sent.length, 1);
  for (const buffer of buffers) t.true(new Uint8Array(buffer).every((byte) => byte === 0));
});
