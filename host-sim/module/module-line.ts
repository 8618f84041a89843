/** The module's end of the UART. */
export interface ModuleLine {
  /** Bytes of the module's, in their order. */
  write(bytes: Uint8Array): void;
  /** Forgets what was written and has not left yet: the power is gone. */
  discard?(): void;
  /** Bits per second; absent where the line has no rate, as a pseudo-terminal. */
  baud?: number | undefined;
  /** Milliseconds until what was written has left. */
  readonly timeToSend?: number | undefined;
  /** One handler, given once; it is called with every piece that arrives. */
  onBytes(handler: (bytes: Uint8Array) => void): void;
}
