/** What is watched of one sensor: that it is asked at its time, and that what it gives goes where it belongs. */
export interface SensorWatch {
  /** Milliseconds between two readings, as the program has it now. */
  readonly interval: number;
  /** The program starts, with what its configuration says. */
  begin(): void;
  /** There is no program any more. Power may have failed between a sample and its record. */
  end(): void;
  /** The sensor was asked, and has given this. */
  taken(sample: object): void;
  /** The outbox has taken a reading of this sensor, or has told that it has no room for it: gives its sample, as it must be. */
  recorded(): unknown;
  /** The interval has changed: the next reading comes one after the last, or at once where that has passed. */
  changed(interval: number): void;
  check(): void;
}
