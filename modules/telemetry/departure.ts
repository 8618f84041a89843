import type { Alarm, Time } from '../ports/time.js';
import type { MessageSource } from './message-source.js';

/** Milliseconds that a pause waits for commands that the broker has kept. */
const LINGER = 2000;
/** Milliseconds to connect once more for the last word, where a connection was lost behind the first. */
const FAREWELL = 60000;

/** That a session has been asked to leave: how long it may still publish, whether it comes back, and who waits for it. */
export class Departure {
  /** Leaving was asked for, and has not come to its end. */
  isUnderWay = false;
  /** What the source has is published before. */
  isFlushing = false;
  /** It leads to a pause, and not to the end. */
  isPause = false;
  /** The broker is not to be left before it has the last word. */
  owesFarewell = false;
  #onLeft: (() => void) | undefined = undefined;
  readonly #time: Time;
  readonly #alarm: Alarm;

  /** `onFlushed`: the time to publish is over, and then that for the last word. */
  constructor(time: Time, onFlushed: () => void) {
    this.#time = time;
    this.#alarm = time.alarm(() => {
      if (this.isFlushing) this.#alarm.arm(FAREWELL);
      else this.owesFarewell = false;
      this.isFlushing = false;
      onFlushed();
    });
  }

  /** `flush` in milliseconds. */
  begin(flush: number, onLeft: () => void): void {
    this.isUnderWay = true;
    this.isFlushing = true;
    this.#onLeft = onLeft;
    this.#alarm.arm(flush);
  }

  /**
   * Whether it has come to its end without a connection that had to be ended: when nothing waits, or the time to publish is over.
   * One that pauses connects all the same: the broker may have kept commands. So does one that owes the last word.
   */
  isDone(source: MessageSource): boolean {
    if (!this.isUnderWay || this.owesFarewell) return false;
    return !this.isFlushing || (!this.isPause && source.next() === undefined && source.isPreparing !== true);
  }

  /** Whether it is for the last word alone that it still connects. */
  get isOnlyFarewell(): boolean {
    return this.isUnderWay && !this.isFlushing;
  }

  /** Milliseconds that a session which is ready since then stays for commands that the broker has kept. */
  stay(readySince: number): number {
    return this.isPause ? Math.max(0, readySince + LINGER - this.#time.now()) : 0;
  }

  /** The end comes at once, and nobody is told. */
  cutShort(): void {
    this.#onLeft = undefined;
    this.isPause = false;
  }

  /** Tells who waits for it. */
  end(): void {
    const onLeft = this.#onLeft;
    this.#alarm.disarm();
    this.isUnderWay = false;
    this.isPause = false;
    this.#onLeft = undefined;
    onLeft?.();
  }
}
