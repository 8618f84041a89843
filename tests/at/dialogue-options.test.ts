import test from 'ava';
import type { DialogueOptions } from '../../modules/at/dialogue/dialogue.js';
import { Bench } from './bench.js';

function refusal(dialogue: Partial<DialogueOptions>): string {
  try {
    new Bench({ dialogue });
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

test('a refusal names the option, its bound and what sets it', (t) => {
  const receive = 'receiveCapacity: must be a whole number from 256 to 1048576 (docs/decisions.md#one-turn-bounded)';
  for (const receiveCapacity of [255, 256.5, 2 ** 21, 2 ** 32, Infinity, NaN]) t.is(refusal({ receiveCapacity }), receive);
  t.is(refusal({ receiveCapacity: 300 }), 'receiveCapacity: must be a power of two (docs/decisions.md#one-turn-bounded)');
  for (const transmitCapacity of [63, 64.5, 2 ** 32, Infinity, NaN]) {
    t.is(refusal({ transmitCapacity }), 'transmitCapacity: must be a whole number from 64 to 1048576 (docs/facts.md#longest-line)');
  }
  for (const queueCapacity of [0, 1.5, 1025, NaN]) {
    t.is(refusal({ queueCapacity }), 'queueCapacity: must be a whole number from 1 to 1024 (docs/decisions.md#one-command-at-a-time)');
  }
  for (const guardTime of [-1, 60_001, Infinity, NaN]) {
    t.is(refusal({ guardTime }), 'guardTime: must be 0 to 60000 milliseconds (docs/faults.md#f25)');
  }
  t.is(refusal({ receiveCapacity: 256, transmitCapacity: 64, queueCapacity: 1, guardTime: 0 }), 'accepted');
});

test('a dialogue that was closed says so', (t) => {
  const bench = new Bench();
  bench.dialogue.close();
  t.is(t.throws(() => bench.synchronise())?.message, 'the dialogue is closed');
});
