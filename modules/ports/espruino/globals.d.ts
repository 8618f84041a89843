/** What the Espruino ports use of Espruino's globals (2v29). */

declare function setTimeout(callback: () => void, milliseconds: number): number;
declare function clearTimeout(timeout: number): void;
/** Seconds, with fractions. */
declare function getTime(): number;

declare interface EspruinoUart {
  setup(baud: number, options?: object): void;
  on(event: 'data', listener: (data: string) => void): void;
  removeAllListeners(event: 'data'): void;
  write(data: Uint8Array): void;
}

declare const E: {
  /** The characters of a latin-1 string as bytes, natively. */
  toUint8Array(data: string): Uint8Array;
};
