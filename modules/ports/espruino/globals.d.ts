/** What cellnode uses of Espruino's globals (2v29). */

/** Calls back from the idle loop, never from inside this call; delays below 0.1 ms are made that long. */
declare function setTimeout<A extends unknown[]>(callback: (...values: A) => void, milliseconds: number, ...values: A): number;
declare function clearTimeout(timeout: number): void;
/** Seconds, with fractions. */
declare function getTime(): number;

declare interface EspruinoUart {
  setup(baud: number, options?: object): void;
  on(event: 'data', listener: (data: string) => void): void;
  removeListener(event: 'data', listener: (data: string) => void): void;
  /** Waits while the transmit queue is full. */
  write(data: Uint8Array): void;
}

declare const E: {
  /** The characters of the strings, and the bytes of the arrays, one behind the other; converted natively. */
  toUint8Array(...data: (string | Uint8Array | ArrayBuffer)[]): Uint8Array;
  /** A character for each byte. The string may share the array's memory: the array must not be written to any more. */
  toString(data: Uint8Array): string;
};

/** Every object has these on Espruino. Listeners are called from a turn of their own. */
declare interface Object {
  on(event: string, listener: (...values: never[]) => void): void;
  emit(event: string, ...values: unknown[]): void;
}
