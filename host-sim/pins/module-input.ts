import type { OutputPin, OutputPinClass } from '../../modules/ports/pin.js';
import type { Time } from '../../modules/ports/time.js';

/** An input of the module that does something when it was held low for a while. */
export interface ModuleInputOptions {
  readonly time: Time;
  /** The level of the host's pin at which the input is low: 1 with a transistor in between. 0 when not given. */
  readonly activeLevel?: 0 | 1;
  /** The input was low for so many milliseconds, and is high again. */
  onReleased(duration: number): void;
}

/** The class of a host's pin that is wired to the input, for `{ io: … }`. */
export function wiredTo({ time, activeLevel = 0, onReleased }: ModuleInputOptions): OutputPinClass {
  return class WiredPin implements OutputPin {
    #since: number | undefined;

    constructor(options: { readonly initialValue?: 0 | 1 }) {
      if (options.initialValue === activeLevel) this.#since = time.now();
    }

    write(level: 0 | 1): void {
      if (level === activeLevel) {
        this.#since ??= time.now();
        return;
      }
      const since = this.#since;
      this.#since = undefined;
      if (since !== undefined) onReleased(time.now() - since);
    }

    close(): void {
      this.#since = undefined;
    }
  };
}
