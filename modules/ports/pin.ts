/** What the firmware asks of an output of `embedded:io/digital` (ECMA-419, Digital). */
export interface OutputPin {
  /** Sets the level: 0 is low. */
  write(level: 0 | 1): void;
  /** Gives the pin back, whose level is then the board's. */
  close(): void;
}

/** The class of a digital output, as ECMA-419's has it. */
export interface OutputPinClass {
  /** Takes `initialValue`, and properties that only the specifier's maker knows: pin, mode. */
  new (options: never): OutputPin;
}

/** The ECMA-419 way to hand over an output: the class, and the properties for its constructor. */
export interface OutputPinSpecifier {
  /** The class, made with the specifier's other properties. */
  readonly io: OutputPinClass;
  readonly [property: string]: unknown;
}
