import type { SerialOptions, SerialPort } from '../../serial.js';
import type { HostSerial, HostSerialClass, HostSerialOptions } from './host-serial.js';

/** What the host takes at once. */
const CAPACITY = 1024;

/**
 * {@link SerialPort} on Linux, where `read` gives an ArrayBuffer and `write` takes one, so each of them allocates.
 *
 * The host tells that 1024 bytes may be written, and takes them in one `write` only: when the system's own buffer has run full
 * it keeps the rest of that write and refuses the next. So there is one for each `onWritable`, and what the driver
 * writes in between is collected.
 */
export class WholeBuffers implements SerialPort {
  /** A port that has failed is closed by the host, and to touch it then would end the process. */
  #port: HostSerial | undefined = undefined;
  readonly #onWritable: (count: number) => void;
  readonly #outgoing = new Uint8Array(CAPACITY);
  #collected = 0;
  #isHostWritable = false;

  constructor(Host: HostSerialClass, options: SerialOptions) {
    this.#onWritable = (count) => options.onWritable(count);
    const hostOptions: HostSerialOptions = {
      ...options,
      onWritable: () => this.#proceed(),
      onError: () => this.#lose(),
    };
    this.#port = new Host(hostOptions as never);
  }

  read(target: Uint8Array): number | undefined {
    const bytes = this.#port?.read(target.length);
    if (!(bytes instanceof ArrayBuffer)) return undefined;
    target.set(new Uint8Array(bytes));
    return bytes.byteLength;
  }

  write(bytes: Uint8Array): void {
    // Throws where they do not fit, and then has taken none.
    this.#outgoing.set(bytes, this.#collected);
    this.#collected += bytes.length;
    if (this.#isHostWritable) this.#send();
  }

  close(): void {
    this.#port?.close();
    this.#lose();
  }

  #proceed(): void {
    this.#isHostWritable = true;
    if (this.#collected > 0) this.#send();
    this.#onWritable(CAPACITY);
  }

  #send(): void {
    this.#isHostWritable = false;
    const bytes = this.#outgoing.buffer.slice(0, this.#collected);
    this.#collected = 0;
    try {
      this.#port?.write(bytes);
    } catch {
      // The device is gone. As on any UART, nobody is told who does not listen: deadlines say that nothing answers.
    }
  }

  #lose(): void {
    this.#port = undefined;
  }
}
