import { Saying } from '../device/frame.js';
import { wire } from '../device/wire.js';
import { host } from '../host/globals.js';

interface SerialOptions {
  readonly baud: number;
  readonly onReadable?: (this: Serial, count: number) => void;
  readonly onWritable?: (this: Serial, count: number) => void;
}

const open: (Serial | undefined)[] = [undefined];

/**
 * `embedded:io/serial` of the ESP32 for the one UART that there is. Its FIFOs and its times are the bench's; here is only what
 * the native code does in the machine: it copies, throws, and calls back. Reading and writing allocate nothing.
 */
export default class Serial {
  readonly #onReadable: SerialOptions['onReadable'];
  readonly #onWritable: SerialOptions['onWritable'];

  constructor(options: SerialOptions) {
    this.#onReadable = options.onReadable;
    this.#onWritable = options.onWritable;
    wire.ask(Saying.open, options.baud, 0);
    open[0] = this;
  }

  /** The host's news: -1 is none. */
  static deliver(readable: number, writable: number): void {
    const port = open[0];
    if (readable >= 0 && port !== undefined) port.#onReadable?.call(port, readable);
    // A callback may have closed it.
    const same = open[0];
    if (writable >= 0 && same !== undefined) same.#onWritable?.call(same, writable);
  }

  read(target: Uint8Array): number | undefined {
    this.#mustBeOpen();
    const count = wire.ask(Saying.read, target.byteLength, 0);
    if (count === 0) return undefined;
    host.copy(target, wire.bytes, count);
    return count;
  }

  write(bytes: Uint8Array): void {
    this.#mustBeOpen();
    host.copy(wire.bytes, bytes, bytes.byteLength);
    wire.ask(Saying.write, 0, bytes.byteLength);
  }

  close(): void {
    if (open[0] !== this) return;
    open[0] = undefined;
    wire.ask(Saying.close, 0, 0);
  }

  #mustBeOpen(): void {
    if (open[0] !== this) throw new Error('closed');
  }
}
