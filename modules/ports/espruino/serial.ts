import type { SerialOptions, SerialPort } from '../serial.js';

/**
 * Bytes that are written at once, half of Espruino's transmit queue: `write` waits while that is full, and everything else
 * with it.
 */
const PIECE = 128;
/** Bytes that wait here while the driver's own ring is full; as many as the ESP32's UART driver holds. */
const RECEIVE_CAPACITY = 1024;
const BITS_PER_BYTE = 10;

/** The properties that a `{io: EspruinoSerial, …}` specifier adds. */
export interface EspruinoSerialOptions extends SerialOptions {
  /** `Serial2`, or another of Espruino's UARTs that is not the console. */
  readonly port: EspruinoUart;
  /** Passed to the UART's `setup`: the pins `rx` and `tx`; on Linux `path`. */
  readonly setup?: object;
}

/** {@link SerialPort} on Espruino's UART, which delivers strings of a character for each byte, and takes bytes. */
export class EspruinoSerial implements SerialPort {
  readonly #port: EspruinoUart;
  readonly #options: EspruinoSerialOptions;
  readonly #onData = (data: string): void => this.#receive(data);
  readonly #onSent = (): void => this.#tellWritable();
  /** What has arrived and was not read, from `#offset` on: as a rule the last event's data. */
  #received: Uint8Array = new Uint8Array(0);
  #offset = 0;
  #isTimed = false;
  #isClosed = false;

  constructor(options: EspruinoSerialOptions) {
    this.#port = options.port;
    this.#options = options;
    this.#port.setup(options.baud, options.setup ?? {});
    this.#port.on('data', this.#onData);
    this.#tellLater(0);
  }

  read(target: Uint8Array): number | undefined {
    const count = Math.min(target.length, this.#received.length - this.#offset);
    if (count === 0) return undefined;
    target.set(this.#received.subarray(this.#offset, this.#offset + count));
    this.#offset += count;
    return count;
  }

  write(bytes: Uint8Array): void {
    this.#port.write(bytes);
    // Espruino does not say when it has sent; the line's own speed does.
    this.#tellLater((PIECE * BITS_PER_BYTE * 1000) / this.#options.baud);
  }

  close(): void {
    this.#isClosed = true;
    this.#port.removeListener('data', this.#onData);
  }

  /** What does not fit is lost, as in a hardware FIFO that nobody reads. */
  #receive(data: string): void {
    const unread = this.#received.length - this.#offset;
    if (unread === 0) this.#received = E.toUint8Array(data);
    else if (unread < RECEIVE_CAPACITY) this.#received = E.toUint8Array(this.#received.subarray(this.#offset), data);
    else return;
    this.#offset = 0;
    this.#options.onReadable(this.#received.length);
  }

  /** Pieces of one buffer are written one behind the other in one turn, and are told of together. */
  #tellLater(delay: number): void {
    if (this.#isTimed) return;
    this.#isTimed = true;
    setTimeout(this.#onSent, delay);
  }

  #tellWritable(): void {
    this.#isTimed = false;
    if (!this.#isClosed) this.#options.onWritable(PIECE);
  }
}
