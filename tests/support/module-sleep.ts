import type { OutputPin, OutputPinClass } from '../../modules/ports/pin.js';
import type { Time } from '../../modules/ports/time.js';

/** Milliseconds of a quiet line after which the module sleeps, and that it takes to wake up. */
const DROWSY = 5000;
const WAKING = 50;

/** The receiver of a module that sleeps: what wakes it, and what comes before it is awake, it does not hear. */
export class ModuleSleep {
  readonly Dtr: OutputPinClass;
  /** How often it was woken, and the bytes that were lost with it. */
  naps = 0;
  lost = 0;
  readonly #time: Time;
  #heardAt = -Infinity;
  #awakeAt = 0;
  #isHeld = false;

  constructor(time: Time, hasDtr: boolean) {
    this.#time = time;
    const hold = (level: 0 | 1): void => {
      if (hasDtr && level === 0 && !this.#isHeld) this.#wake();
      this.#isHeld = level === 0;
      this.#heardAt = time.now();
    };
    this.Dtr = class implements OutputPin {
      write(level: 0 | 1): void {
        hold(level);
      }
      close(): void {
        hold(1);
      }
    };
  }

  /** What it hears of bytes that have just come. */
  hear(bytes: Uint8Array): Uint8Array {
    const now = this.#time.now();
    const isAsleep = !this.#isHeld && now - this.#heardAt > DROWSY;
    this.#heardAt = now;
    if (isAsleep) this.#wake();
    if (now >= this.#awakeAt) return bytes;
    this.lost += bytes.length;
    return bytes.subarray(bytes.length);
  }

  #wake(): void {
    this.naps += 1;
    this.#awakeAt = this.#time.now() + WAKING;
  }
}
