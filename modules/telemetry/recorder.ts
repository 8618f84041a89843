import { invalidArgument } from '../base/errors.js';
import type { Encoding } from '../encodings/encoding.js';
import type { Clock } from '../ports/clock.js';
import type { Time } from '../ports/time.js';
import { TimeBase, type Outbox } from './outbox.js';
import type { Reporter } from './progress.js';
import { sampleOffset, writeReadingHead } from './record.js';

export interface RecorderOptions {
  readonly time: Time;
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly encoding: Encoding;
  readonly reporter: Reporter;
  /** The outbox has dropped records. */
  onDropped?(): void;
}

/** Accepts samples, and what else goes into the outbox, stamped with UTC, or with the uptime as long as the clock is not known. */
export class Recorder {
  readonly #options: RecorderOptions;
  /** For what is to be accepted. */
  readonly buffer: Uint8Array;
  #count = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.buffer = new Uint8Array(options.outbox.maximumPayload);
  }

  /** Samples accepted. */
  get count(): number {
    return this.#count;
  }

  /** Something of the clock may have changed: what was stamped with the uptime before can perhaps be dated for good. */
  followClock(): void {
    const { time, clock, outbox } = this.#options;
    const utc = clock.now();
    if (utc === undefined) return;
    const uptime = time.now();
    outbox.setEpoch?.(utc - uptime, uptime);
  }

  /**
   * `sensor`: the name of the one that gave the sample. Throws what {@link Encoding.writeSample} and {@link Outbox.append} throw; the
   * sample then is not accepted. Nor is it where the outbox is full and drops it.
   */
  record(sample: unknown, sensor: Uint8Array): void {
    if (sample === undefined || sample === null) throw invalidArgument('sample', `must be a value, is ${String(sample)}`, 'Sensor');
    const { encoding } = this.#options;
    writeReadingHead(this.buffer, encoding.number, sensor);
    if (this.accept(encoding.writeSample(sample, this.buffer, sampleOffset(sensor.length))) !== 0) this.#count += 1;
  }

  /** Accepts bytes 0 to `byteLength` of {@link buffer}, and gives the record's sequence number, 0 where the outbox is full and drops it. */
  accept(byteLength: number): number {
    const { time, clock, outbox, reporter } = this.#options;
    const droppedBefore = outbox.dropped;
    this.followClock();
    const utc = clock.now();
    const timeBase = utc === undefined ? TimeBase.uptime : TimeBase.utc;
    const sequence = outbox.append(this.buffer, byteLength, timeBase, utc ?? time.now());
    if (outbox.dropped !== droppedBefore) {
      reporter.report('dropped', outbox.dropped);
      this.#options.onDropped?.();
    }
    return sequence;
  }
}
