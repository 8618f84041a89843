/** What telemetry asks of a sensor: the ECMA-419 Sensor Class Pattern (section 13). */
export interface Sensor {
  /** A new object with one reading, or with a sub-object for each logical sensor. */
  sample(): unknown;
  /** Gives the bus back. */
  close(): void;
}

/** The class of a sensor, as ECMA-419's Sensor Class Pattern has it. */
export interface SensorClass {
  /** Takes `onError(error)`, and properties of its own that only the specifier's maker knows. */
  new (options: never): Sensor;
}

/** The class and the properties for its constructor (bus, pins, address), which telemetry passes on unseen. */
export interface SensorSpecifier {
  /** The class, made with the specifier's other properties. */
  readonly io: SensorClass;
  readonly [property: string]: unknown;
}
