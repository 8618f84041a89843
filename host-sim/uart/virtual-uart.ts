import type { SerialOptions, SerialPort } from '../../modules/ports/serial.js';
import type { Time } from '../../modules/ports/time.js';
import { HostPort } from './host-port.js';
import { Line } from './line.js';
import { type ModuleEnd, ModulePort } from './module-end.js';

/** The time, the rate, and the FIFOs of a virtual UART. */
export interface VirtualUartOptions {
  /** The clock by which its bits take time. */
  readonly time: Time;
  /** The module's rate, in bits per second; 115200 when not given. The host's is what it opens its port with. */
  readonly baud?: number;
  /** Bytes that the host's receive FIFO holds; 128 when not given, as on the ESP32. */
  readonly receiveFifo?: number;
  /** Bytes that the host's transmit FIFO holds; 128 when not given. */
  readonly transmitFifo?: number;
  /** See {@link VirtualUart.hostLatency}. */
  readonly hostLatency?: number;
}

/** What `embedded:io/serial` exports, for one UART. */
export interface VirtualSerialClass {
  new (options: SerialOptions): SerialPort;
}

/** Which way bytes went. */
export type TrafficDirection = 'to-module' | 'from-module';

/**
 * One UART, full duplex, 8N1, without flow control: at one end the host's port, a class for `{io: uart.Serial, baud: 115200}`
 * that behaves as `embedded:io/serial` does on an ESP32; at the other end the module.
 *
 * Ten bits a byte, and each byte in its time: what a FIFO holds is right whenever it is looked at. Callbacks come for runs of
 * bytes, not for each. Where the two rates differ by more than a receiver tolerates, bytes arrive garbled.
 */
export class VirtualUart {
  /** The host's serial class. One instance at a time can be open. */
  readonly Serial: new (options: SerialOptions) => SerialPort;
  /** The module's end of it. */
  readonly module: ModuleEnd;
  /**
   * Milliseconds by which the host's callbacks come late, as behind a garbage collection or a long turn. May be changed at
   * any time; while it waits, the FIFO fills.
   */
  hostLatency: number;
  /** Sees all bytes as they were sent, in runs, in an array of their own; also those that nobody hears. */
  onTraffic: ((direction: TrafficDirection, bytes: Uint8Array) => void) | undefined;
  readonly #host: HostPort;

  constructor(options: VirtualUartOptions) {
    const { time, baud = 115200, receiveFifo = 128, transmitFifo = 128, hostLatency = 0 } = options;
    this.hostLatency = hostLatency;
    const toModule = new Line(time, baud, () => this.#listener('to-module'));
    const fromModule = new Line(time, baud, () => this.#listener('from-module'));
    this.#host = new HostPort(time, { receiveFifo, transmitFifo, latency: () => this.hostLatency }, toModule, fromModule);
    this.Serial = serialClass(this.#host);
    this.module = new ModulePort(time, baud, fromModule, toModule);
  }

  /** Bytes that the host lost because its receive FIFO was full. */
  get overruns(): number {
    return this.#host.overruns;
  }

  #listener(direction: TrafficDirection): ((bytes: Uint8Array) => void) | undefined {
    const { onTraffic } = this;
    return onTraffic && ((bytes) => onTraffic(direction, bytes));
  }
}

/** The class of a port: what `embedded:io/serial` exports, for this one UART. */
function serialClass(host: HostPort): new (options: SerialOptions) => SerialPort {
  return class Serial implements SerialPort {
    #isOpen = true;

    constructor(options: SerialOptions) {
      host.open(this, options);
    }

    read(target: Uint8Array): number | undefined {
      this.#mustBeOpen();
      return host.read(target);
    }

    write(bytes: Uint8Array): void {
      this.#mustBeOpen();
      host.write(bytes);
    }

    close(): void {
      if (!this.#isOpen) return;
      this.#isOpen = false;
      host.close();
    }

    #mustBeOpen(): void {
      if (!this.#isOpen) throw new Error('closed');
    }
  };
}
