import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { ALONE } from '../../../modules/encodings/encoding.js';
import { json } from '../../../modules/encodings/json.js';
import type { FullPolicy } from '../../../modules/telemetry/journal/full-policy.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { recordFor } from '../../../modules/telemetry/outbox.js';
import { Reporter } from '../../../modules/telemetry/progress.js';
import { ReadingComposer } from '../../../modules/telemetry/reading-composer.js';
import { Recorder } from '../../../modules/telemetry/recorder.js';
import type { RealTimeClock } from '../../../modules/ports/real-time-clock.js';

/** UTC when the world begins. */
export const BEGINNING = Date.UTC(2026, 2, 1);

/** What the host has for a clock: none, one that a loss of power sets back to 1970, one with a battery. */
export type HostClock = 'none' | 'without battery' | 'with battery';

const NAMELESS = new Uint8Array(0);

export interface Published {
  /** UTC at which it was taken, and what was said of that. */
  readonly taken: number;
  readonly time: number | null;
  readonly uncertainty: number;
  readonly after: number | undefined;
}

/** A clock that is set to whole seconds, and is fast by `rate`. */
class DriftingClock implements RealTimeClock {
  #set = 0;
  #at = 0;

  constructor(readonly world: VirtualTime, readonly rate: number) {}

  get time(): number {
    return this.#set + (this.world.now() - this.#at) * (1 + this.rate);
  }

  set time(value: number) {
    this.#set = Math.round(value / 1000) * 1000;
    this.#at = this.world.now();
  }
}

/** One host that takes readings into a journal, restarts, and comes to know UTC now and then. */
export class DatingWorld {
  readonly time = new VirtualTime();
  readonly published: Published[] = [];
  /** UTC at which each reading was taken. */
  readonly #taken: number[] = [];
  readonly #flash: NorFlash;
  readonly #clock: RealTimeClock | undefined;
  #isOnline = false;
  #outbox: JournalOutbox;
  #recorder: Recorder;
  #composer: ReadingComposer;

  constructor(readonly whenFull: FullPolicy, readonly hostClock: HostClock | RealTimeClock, blocks: number, rate = 0) {
    this.#flash = new NorFlash({ blocks });
    if (typeof hostClock === 'object') this.#clock = hostClock;
    else this.#clock = hostClock === 'none' ? undefined : new DriftingClock(this.time, rate);
    this.#outbox = this.#open();
    [this.#recorder, this.#composer] = this.#start();
  }

  take(): void {
    this.#taken.push(BEGINNING + this.time.now());
    // Filled up to the length of a reading of three values.
    this.#recorder.record({ index: this.#taken.length - 1, padding: '0123' }, NAMELESS);
  }

  /** From now on UTC is known, until the next restart. */
  goOnline(): void {
    this.#isOnline = true;
    this.#recorder.followClock();
  }

  restart(pause: number, isPowerLost: boolean): void {
    this.#isOnline = false;
    this.#composer.close();
    this.time.advance(pause);
    if (isPowerLost && this.hostClock === 'without battery' && this.#clock !== undefined) this.#clock.time = 0;
    this.#outbox = this.#open();
    [this.#recorder, this.#composer] = this.#start();
  }

  /** Publishes up to so many readings, the oldest first. */
  publish(count = Infinity): void {
    const record = recordFor(this.#outbox);
    const target = new Uint8Array(record.payload.length + this.#composer.overhead);
    for (let done = 0; done < count && this.#outbox.peek(record); done += 1) {
      const end = this.#composer.compose(record, ALONE, target, 0);
      if (end === 0) return;
      const { time, uncertainty = 0, after, sample } = JSON.parse(Buffer.from(target.subarray(0, end)).toString()) as Omit<
        Published,
        'taken'
      > & { readonly sample: { readonly index: number } };
      this.published.push({ taken: this.#taken[sample.index], time, uncertainty, after });
      this.#outbox.acknowledge(record.sequence);
    }
  }

  #open(): JournalOutbox {
    const options = { flash: { io: this.#flash }, whenFull: this.whenFull };
    return new JournalOutbox(this.#clock === undefined ? options : { ...options, clock: this.#clock });
  }

  /** The uptime is 0 at each start. */
  #start(): [Recorder, ReadingComposer] {
    const { time } = this;
    const start = time.now();
    const host = { now: () => time.now() - start, alarm: (callback: () => void) => time.alarm(callback) };
    const clock = { now: () => (this.#isOnline ? BEGINNING + time.now() : undefined) };
    const encoding = json();
    const recorder = new Recorder({ time: host, clock, outbox: this.#outbox, encoding, reporter: new Reporter(undefined) });
    return [recorder, new ReadingComposer({ time: host, clock, encoding, onPatienceOver: () => undefined })];
  }
}
