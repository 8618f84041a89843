/** One of V.250's parameters: what a basic command or an S register sets. */
export interface Parameter {
  readonly name: SettingName;
  readonly maximum: number;
  readonly initial: number;
  readonly summary: string;
  readonly source: string;
}

export type SettingName =
  | 'E' | 'Q' | 'V' | 'X' | 'L' | 'M' | '&C' | '&D' | 'S0' | 'S3' | 'S4' | 'S5'
  | '+CMEE' | '+CREG' | '+CGREG' | '+CEREG';

/** Those with an effect here are E, Q, V, S3, S4 and S5; the others are kept because dialling programs insist on setting them. */
export const PARAMETERS: readonly Parameter[] = [
  { name: 'E', maximum: 1, initial: 1, summary: 'Echo of command lines.', source: 'V.250 §6.2.4' },
  { name: 'Q', maximum: 1, initial: 0, summary: 'Suppresses result codes.', source: 'V.250 §6.2.5' },
  { name: 'V', maximum: 1, initial: 1, summary: 'Words instead of numbers as result codes.', source: 'V.250 §6.2.6' },
  { name: 'X', maximum: 4, initial: 4, summary: 'Call progress results.', source: 'V.250 §6.2.7' },
  { name: 'L', maximum: 3, initial: 0, summary: 'Loudness of the loudspeaker.', source: 'V.250 §6.3.13' },
  { name: 'M', maximum: 2, initial: 0, summary: 'Use of the loudspeaker.', source: 'V.250 §6.3.14' },
  { name: '&C', maximum: 1, initial: 1, summary: 'What the DCD line means.', source: 'V.250 §6.2.8' },
  { name: '&D', maximum: 2, initial: 0, summary: 'What the DTR line means.', source: 'V.250 §6.2.9' },
  { name: 'S0', maximum: 255, initial: 0, summary: 'Rings until a call is answered.', source: 'V.250 §6.3.8' },
  { name: 'S3', maximum: 127, initial: 13, summary: 'Line termination character.', source: 'V.250 §6.2.1' },
  { name: 'S4', maximum: 127, initial: 10, summary: 'Response formatting character.', source: 'V.250 §6.2.2' },
  { name: 'S5', maximum: 127, initial: 8, summary: 'Line editing character.', source: 'V.250 §6.2.3' },
];

/** What `ATZ` and `AT&F` restore. */
export class Settings {
  readonly #values = new Map<SettingName, number>();
  readonly #errorFormat: number;

  constructor(errorFormat: number) {
    this.#errorFormat = errorFormat;
    this.restore();
  }

  get(name: SettingName): number {
    return this.#values.get(name) ?? 0;
  }

  set(name: SettingName, value: number): void {
    this.#values.set(name, value);
  }

  restore(): void {
    this.#values.clear();
    for (const parameter of PARAMETERS) this.#values.set(parameter.name, parameter.initial);
    this.#values.set('+CMEE', this.#errorFormat);
  }
}
