import { VirtualTime } from '../../../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../../../host-sim/uart/virtual-uart.js';
import type { SerialOptions, SerialPort } from '../../../../modules/ports/serial.js';
import type { Time } from '../../../../modules/ports/time.js';
import type { Hardware } from './hardware.js';

/** More than any test has bytes. */
const MOST_READS = 10_000;

/** A port on the UART of a host, with the test at the module's end. */
export class Wire<Port extends { close(): void } = SerialPort> {
  readonly time = new VirtualTime();
  readonly uart = new VirtualUart({ time: this.time });
  readonly port: Port;
  /** As `onReadable` and `onWritable` have told. */
  readonly readable: number[] = [];
  readonly writable: number[] = [];
  /** What has arrived at the module's end, a character for each byte. */
  heard = '';
  /** Called in `onReadable` and `onWritable`. */
  onReadable: (count: number) => void = () => undefined;
  onWritable: (count: number) => void = () => undefined;

  constructor(open: (time: Time, hardware: Hardware, options: SerialOptions) => Port) {
    this.uart.module.onBytes((bytes) => {
      this.heard += Buffer.from(bytes).toString('latin1');
    });
    this.port = open(this.time, this.uart.Serial, {
      baud: 115200,
      onReadable: (count) => {
        this.readable.push(count);
        this.onReadable(count);
      },
      onWritable: (count) => {
        this.writable.push(count);
        this.onWritable(count);
      },
    });
    this.time.advance(1);
  }

  /** The module says this, and it arrives. */
  say(text: string): void {
    this.uart.module.write(Buffer.from(text, 'latin1'));
    this.time.advance(this.uart.module.timeToSend + 1);
  }
}

/** All that a port has, read with views of these lengths in turn, a character for each byte. */
export function readAll(port: SerialPort, lengths: readonly number[]): string {
  let text = '';
  for (let index = 0; index < MOST_READS; index += 1) {
    const target = new Uint8Array(lengths[index % lengths.length]);
    const count = port.read(target);
    if (count === undefined) return text;
    text += Buffer.from(target.subarray(0, count)).toString('latin1');
  }
  throw new Error(`there is more after ${MOST_READS} reads`);
}
