import type { SerialOptions, SerialPort } from '../serial.js';

/** What may be written at once; Espruino blocks when 256 bytes are queued. */
const PIECE = 128;
/** As much as Espruino's own ring on the ESP32 holds. */
const RECEIVE_CAPACITY = 1024;

/** The properties that a `{io: EspruinoSerial, …}` specifier adds. */
export interface EspruinoSerialOptions extends SerialOptions {
  /** `Serial1`, or another of Espruino's UARTs. */
  readonly port: EspruinoUart;
  /** Passed to the UART's `setup`: `rx`, `tx`, `path`. */
  readonly setup?: object;
}

/** {@link SerialPort} on Espruino's UART, which delivers latin-1 strings and takes bytes. */
export class EspruinoSerial implements SerialPort {
  readonly #port: EspruinoUart;
  readonly #options: EspruinoSerialOptions;
  readonly #received = new Uint8Array(RECEIVE_CAPACITY);
  #count = 0;
  #isClosed = false;

  constructor(options: EspruinoSerialOptions) {
    this.#port = options.port;
    this.#options = options;
    this.#port.setup(options.baud, options.setup ?? {});
    this.#port.on('data', (data) => this.#receive(E.toUint8Array(data)));
    this.#tellWritable();
  }

  read(target: Uint8Array): number | undefined {
    if (this.#count === 0) return undefined;
    const count = Math.min(target.length, this.#count);
    target.set(this.#received.subarray(0, count));
    this.#received.set(this.#received.subarray(count, this.#count));
    this.#count -= count;
    return count;
  }

  write(bytes: Uint8Array): void {
    this.#port.write(bytes);
    this.#tellWritable();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#port.removeAllListeners('data');
  }

  /** What does not fit is lost, as in a hardware FIFO that nobody reads. */
  #receive(data: Uint8Array): void {
    const count = Math.min(data.length, RECEIVE_CAPACITY - this.#count);
    this.#received.set(count < data.length ? data.subarray(0, count) : data, this.#count);
    this.#count += count;
    this.#options.onReadable(this.#count);
  }

  /** Espruino does not say when it has sent; `write` has waited where it had to. */
  #tellWritable(): void {
    setTimeout(() => {
      if (!this.#isClosed) this.#options.onWritable(PIECE);
    }, 0);
  }
}
