import type { Radio } from './radio.js';

/** How a packet data network is asked for, as `AT+CGDCONT` defines it. */
export interface PdpContext {
  readonly type: string;
  readonly apn: string;
}

/** The context that is there without anybody defining it; LTE makes it a bearer as soon as it is registered. */
export const DEFAULT_CONTEXT = 1;
export const CONTEXT_LIMIT = 7;

/** The packet data contexts: what is defined survives the power, what is active does not survive the registration. */
export class PdpContexts {
  readonly #defined: Map<number, PdpContext>;
  readonly #active = new Set<number>();

  /** `defined` are those that the module has kept without power. */
  constructor(defined: Map<number, PdpContext>, radio: Radio) {
    this.#defined = defined;
    if (this.#defined.size === 0) this.#defined.set(DEFAULT_CONTEXT, { type: 'IP', apn: '' });
    radio.onRegistration.watch(() => {
      this.#active.clear();
      if (radio.isRegistered) this.#active.add(DEFAULT_CONTEXT);
    });
  }

  /** Their numbers, ascending. */
  get numbers(): readonly number[] {
    return [...this.#defined.keys()].sort((one, other) => one - other);
  }

  /** The numbers of those that are active, ascending. */
  get active(): readonly number[] {
    return this.numbers.filter((number) => this.isActive(number));
  }

  get(number: number): PdpContext | undefined {
    return this.#defined.get(number);
  }

  define(number: number, context: PdpContext): void {
    this.#defined.set(number, context);
  }

  /** The context that LTE needs is back at its default, and stays as active as it is. */
  undefine(number: number): void {
    if (number === DEFAULT_CONTEXT) {
      this.define(number, { type: 'IP', apn: '' });
    } else {
      this.#defined.delete(number);
      this.#active.delete(number);
    }
  }

  isActive(number: number): boolean {
    return this.#active.has(number);
  }

  setActive(number: number, isActive: boolean): void {
    if (isActive) this.#active.add(number);
    else this.#active.delete(number);
  }
}
