import test from 'ava';
import type { DialogueOptions } from '../../modules/at/dialogue.js';
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
  const receive = 'receiveCapacity: must be a power of two from 256 (docs/decisions.md#one-turn-bounded)';
  t.is(refusal({ receiveCapacity: 255 }), receive);
  t.is(refusal({ receiveCapacity: 300 }), receive);
  t.is(refusal({ transmitCapacity: 63 }), 'transmitCapacity: must be at least 64 (docs/facts.md#longest-line)');
  t.is(refusal({ queueCapacity: 0 }), 'queueCapacity: must be at least 1 (docs/decisions.md#one-command-at-a-time)');
  t.is(refusal({ guardTime: -1 }), 'guardTime: must not be negative (docs/faults.md#f25)');
  t.is(refusal({ receiveCapacity: 256, transmitCapacity: 64, queueCapacity: 1, guardTime: 0 }), 'accepted');
});

test('a dialogue that was closed says so', (t) => {
  const bench = new Bench();
  bench.dialogue.close();
  t.is(t.throws(() => bench.synchronise())?.message, 'the dialogue is closed');
});
