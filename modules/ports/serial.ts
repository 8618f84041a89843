/**
 * Bytes of an ESP32's receive FIFO, the smallest buffer between a module and the driver: it is full after 11 ms
 * (docs/facts.md#the-hosts-uart).
 */
export const RECEIVE_FIFO = 128;

/**
 * What the driver asks of `embedded:io/serial` (ECMA-419, Serial), once a host's adapter has evened out where hosts differ.
 */
export interface SerialPort {
  /**
   * Fills `target` from its start with what has arrived and gives the count; `undefined` when nothing has. A port that has not
   * filled it has no more.
   */
  read(target: Uint8Array): number | undefined;
  /**
   * All or nothing: throws when `bytes` is longer than the free transmit space, and then has sent none of them. Takes a copy
   * before it returns, as they are overwritten then, and calls no callback meanwhile.
   */
  write(bytes: Uint8Array): void;
  /** Gives the port back; no callback comes afterwards. */
  close(): void;
}

/** The callbacks and settings that the driver passes to the class; a host's own properties (pins, port) ride along. */
export interface SerialOptions {
  /** Bits per second, 8N1. */
  baud: number;
  /** `count` bytes wait to be read. */
  onReadable(count: number): void;
  /** `count` bytes may be written without overflowing the transmit buffer; called first when the port is ready. */
  onWritable(count: number): void;
}

/**
 * A class that takes {@link SerialOptions} and properties of its own, such as pins, which only the maker of the specifier
 * knows. `never` lets every such class in; what is passed is {@link SerialOptions} with the specifier's properties.
 */
export interface SerialClass {
  new (options: never): SerialPort;
}

/** The ECMA-419 way to hand a driver its serial port: the class, and the properties for its constructor. */
export interface SerialSpecifier {
  /** The class, made with the specifier's other properties and {@link SerialOptions}. */
  readonly io: SerialClass;
  /** Bits per second, 300 to 4,000,000; 115,200 by default. */
  readonly baud?: number;
  /** `hardware` where RTS and CTS are wired and the host's class uses them: the module is told so by `AT+IFC=2,2`. */
  readonly flowControl?: 'none' | 'hardware';
  readonly [property: string]: unknown;
}
