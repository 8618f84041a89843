import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { ALONE, type Encoding } from '../../modules/encodings/encoding.js';
import { json } from '../../modules/encodings/json.js';
import { recordFor, type TimeBase, type OutboxRecord } from '../../modules/telemetry/outbox.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { ReadingComposer } from '../../modules/telemetry/reading-composer.js';
import { sampleOffset, writeReadingHead } from '../../modules/telemetry/record.js';

export const NEW_YEAR = 1767225600000;

/** What a program leaves whose encoding has this number; without a number, what one of release 0.1.0 does. */
export function fill(record: OutboxRecord, sample: string | Uint8Array, encoding?: number, sensor = ''): void {
  const bytes = typeof sample === 'string' ? new TextEncoder().encode(sample) : sample;
  const name = new TextEncoder().encode(sensor);
  const offset = encoding === undefined ? 0 : sampleOffset(name.length);
  if (encoding !== undefined) writeReadingHead(record.payload, encoding, name);
  record.payload.set(bytes, offset);
  record.byteLength = offset + bytes.length;
}

/** A composer, and a record to hand to it. */
export function composerBench(encoding: Encoding = json()) {
  const time = new VirtualTime();
  const clock = {
    utc: undefined as number | undefined,
    now: () => (clock.utc === undefined ? undefined : clock.utc + time.now()),
  };
  let wakes = 0;
  const composer = new ReadingComposer({ time, clock, encoding, onPatienceOver: () => (wakes += 1) });
  const record = recordFor(new RamOutbox());
  const target = new Uint8Array(record.payload.length + composer.overhead);
  const compose = (sequence: number, timeBase: TimeBase, at: number): string => {
    record.sequence = sequence;
    record.timeBase = timeBase;
    record.time = at;
    fill(record, '{"a":1}');
    return new TextDecoder().decode(target.subarray(0, composer.compose(record, ALONE, target, 0)));
  };
  return { time, clock, composer, record, target, compose, wakes: () => wakes };
}
