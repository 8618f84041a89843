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
}

/** Accepts samples into the outbox, stamped with UTC, or with the uptime as long as the clock is not known. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #buffer: Uint8Array;
  #count = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#buffer = new Uint8Array(options.outbox.maximumPayload);
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
    const { time, clock, outbox, encoding, reporter } = this.#options;
    writeReadingHead(this.#buffer, encoding.number, sensor);
    const byteLength = encoding.writeSample(sample, this.#buffer, sampleOffset(sensor.length));
    const droppedBefore = outbox.dropped;
    this.followClock();
    const utc = clock.now();
    const timeBase = utc === undefined ? TimeBase.uptime : TimeBase.utc;
    if (outbox.append(this.#buffer, byteLength, timeBase, utc ?? time.now()) !== 0) this.#count += 1;
    if (outbox.dropped !== droppedBefore) reporter.report('dropped', outbox.dropped);
  }
}
