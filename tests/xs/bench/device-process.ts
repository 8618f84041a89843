import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { COUNTERS, type Counters, named } from '../heap.js';
import { HEADER } from '../device/frame.js';
import { xsHost } from '../host/xs-host.js';

/** The number of the file descriptor that exchange.c uses. */
const WIRE = 3;
const LENGTH = 4;

export interface Frame {
  readonly kind: number;
  readonly values: readonly number[];
  readonly bytes: Uint8Array;
}

/** A device's process, and the bench's end of the wire to it. */
export class DeviceProcess {
  readonly #child: ChildProcess;
  readonly #wire: Duplex;
  readonly #errors: string[] = [];
  #received = Buffer.alloc(0);
  #heard: ((frame: Frame) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#wire = child.stdio[WIRE] as Duplex;
    this.#wire.on('data', (bytes: Buffer) => this.#receive(bytes));
    // The process's end says more than the pipe's.
    this.#wire.on('error', () => undefined);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#errors.push(text));
    }
    child.on('close', (code, signal) => this.#failed?.(new Error(`the device ended with ${code ?? signal}: ${this.#errors.join('')}`)));
  }

  /** `program` is options of the host, with what it runs. */
  static async start(memory: readonly string[], program: readonly string[]): Promise<DeviceProcess> {
    const child = spawn(await xsHost(), [...memory, ...program], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    return new DeviceProcess(child);
  }

  /** What the device says next. Rejects when its process ends instead. */
  listen(): Promise<Frame> {
    return new Promise((resolve, reject) => {
      this.#heard = resolve;
      this.#failed = reject;
      this.#receive(Buffer.alloc(0));
    });
  }

  say(kind: number, values: readonly number[] = [], bytes: Uint8Array = new Uint8Array(0)): Promise<Frame> {
    const frame = Buffer.alloc(LENGTH + HEADER + bytes.length);
    frame.writeUInt32LE(HEADER + bytes.length);
    [kind, ...values].forEach((value, index) => frame.writeDoubleLE(value, LENGTH + 8 * index));
    frame.set(bytes, LENGTH + HEADER);
    this.#wire.write(frame);
    return this.listen();
  }

  /** Its process ends. */
  end(): void {
    this.#failed = undefined;
    this.#child.kill();
  }

  #receive(bytes: Uint8Array): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    if (this.#received.length < LENGTH || this.#heard === undefined) return;
    const end = LENGTH + this.#received.readUInt32LE();
    if (this.#received.length < end) return;
    const frame = this.#received.subarray(LENGTH, end);
    this.#received = this.#received.subarray(end);
    const [kind, ...values] = Array.from({ length: HEADER / 8 }, (_, index) => frame.readDoubleLE(8 * index));
    const heard = this.#heard;
    this.#heard = undefined;
    heard({ kind, values, bytes: Uint8Array.from(frame.subarray(HEADER)) });
  }
}

/** The counters that a frame brings. */
export function countersOf({ bytes }: Frame): Counters {
  return named(new Float64Array(bytes.buffer, 0, COUNTERS.length));
}
