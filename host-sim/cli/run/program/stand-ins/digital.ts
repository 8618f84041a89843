import { desk } from '../desk.js';

/** `embedded:io/digital`: each level that is written is shown, and reads back; an input is as its pull leaves it. */
export default class Digital {
  static readonly Input = 0;
  static readonly InputPullUp = 1;
  static readonly InputPullDown = 2;
  static readonly InputPullUpDown = 3;
  static readonly Output = 8;
  static readonly OutputOpenDrain = 9;
  static readonly Rising = 1;
  static readonly Falling = 2;
  readonly #pin: unknown;
  #level: number;

  constructor({ pin, mode, initialValue }: { readonly pin: unknown; readonly mode?: number; readonly initialValue?: number }) {
    this.#pin = pin;
    this.#level = initialValue ?? (mode === Digital.InputPullUp ? 1 : 0);
  }

  read(): number {
    return this.#level;
  }

  write(level: number): void {
    this.#level = level;
    desk().tell('pin', `${String(this.#pin)} is ${level === 0 ? 'low' : 'high'}`);
  }

  close(): void {
    // Nothing is held.
  }
}
