export type SettingValue = number | string;

/** What a command sets, one value or several, and what it is before anybody has set it. */
export interface Setting {
  /** As the command that sets it: `E`, `S3`, `+CMEE`. */
  readonly name: string;
  readonly initial: readonly SettingValue[];
}

/** Where `AT&W` stores them. */
export interface SettingsMemory {
  settings: ReadonlyMap<string, readonly SettingValue[]>;
}

/** All that commands set: lost with the power, but for what `AT&W` has stored. */
export class Settings {
  readonly #factory: ReadonlyMap<string, readonly SettingValue[]>;
  readonly #memory: SettingsMemory;
  readonly #values = new Map<string, readonly SettingValue[]>();

  constructor(settings: readonly Setting[], memory: SettingsMemory) {
    this.#factory = new Map(settings.map(({ name, initial }) => [name, initial]));
    this.#memory = memory;
    this.restore();
  }

  values(name: string): readonly SettingValue[] {
    const values = this.#values.get(name);
    if (values === undefined) throw new Error(`no such setting: ${name}`);
    return values;
  }

  /** The first value, of a setting whose first is a number. */
  get(name: string): number {
    return Number(this.values(name)[0]);
  }

  set(name: string, ...values: readonly SettingValue[]): void {
    if (!this.#factory.has(name)) throw new Error(`no such setting: ${name}`);
    this.#values.set(name, values);
  }

  /** `AT&W`. */
  store(): void {
    this.#memory.settings = new Map(this.#values);
  }

  /** `ATZ`, and every boot: what was stored, and the rest as the factory has set it. */
  restore(): void {
    this.restoreFactory();
    for (const [name, values] of this.#memory.settings) if (this.#factory.has(name)) this.#values.set(name, values);
  }

  /** `AT&F`. What is stored stays stored. */
  restoreFactory(): void {
    for (const [name, values] of this.#factory) this.#values.set(name, values);
  }
}
