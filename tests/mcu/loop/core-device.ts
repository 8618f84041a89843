import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import type { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import type { VirtualUart } from '../../../host-sim/uart/virtual-uart.js';
import type { SerialPort } from '../../../modules/ports/serial.js';
import type { Alarm } from '../../../modules/ports/time.js';
import { countersOf, type DeviceProcess, type Frame } from '../../xs/bench/device-process.js';
import { Hearing, Saying } from '../../xs/device/frame.js';
import { FlashSaying, lengthOf, offsetOf } from '../device/flash-frame.js';
import type { Cause } from './losses.js';

const NONE = -1;
const BLOCKS = 16;
const PAGE = 256;

/** Milliseconds that the flash stops core and interrupts for. */
export interface FlashTimes {
  readonly erase: number;
  /** For each page of 256 bytes that is written. */
  readonly page: number;
}

export interface CoreDeviceOptions {
  readonly process: DeviceProcess;
  readonly time: VirtualTime;
  readonly uart: VirtualUart;
  /** Milliseconds of virtual time for each instruction. */
  readonly instruction: number;
  readonly flash: FlashTimes;
  /** So many bytes have found no room in the FIFO meanwhile. */
  onLoss(cause: Cause, bytes: number): void;
  /** A turn is over: instructions from the interrupt or the timer to the end, without what the flash took. */
  onTurn(instructions: number): void;
  onReport(text: string): void;
}

/**
 * A device on the emulated core. While it works virtual time goes on by the instructions that it executes: the module speaks,
 * the FIFO of its UART fills, and interrupts wait for the loop. In Moddable's order that is the turn under way, then the timers
 * that are due, then the queue of messages, in which the UART's are.
 */
export class CoreDevice {
  readonly flash = new NorFlash({ blocks: BLOCKS });
  /** Turns in which garbage was collected. */
  collections = 0;
  /** Instructions. */
  longestCollection = 0;
  /** Bytes that the C stack has taken at most. */
  stackPeak = 0;
  readonly #options: CoreDeviceOptions;
  readonly #timer: Alarm;
  #port: SerialPort | undefined;
  #readable = NONE;
  #writable = NONE;
  #isDue = true;
  #executed = 0;
  #collecting = 0;
  #turn = 0;

  constructor(options: CoreDeviceOptions) {
    this.#options = options;
    this.#timer = options.time.alarm(() => {
      this.#isDue = true;
    });
  }

  get isDue(): boolean {
    return this.#isDue;
  }

  /** From what the device says first, that its program is loaded. */
  begin({ values }: Frame): void {
    [, this.#executed, this.#collecting] = values;
  }

  async turn(): Promise<void> {
    const { process, time } = this.#options;
    const news = [this.#readable, this.#writable];
    this.#readable = NONE;
    this.#writable = NONE;
    this.#isDue = false;
    this.#turn = 0;
    let frame = await process.say(Hearing.turn, [Math.floor(time.now()), ...news]);
    this.#spend(frame);
    while (frame.kind !== Saying.idle) {
      frame = await this.#answer(frame);
      this.#spend(frame);
    }
    this.stackPeak = countersOf(frame).peakStack;
    this.#options.onTurn(this.#turn);
    const now = time.now();
    this.#timer.arm(Math.max(Math.floor(now) + frame.values[0] - now, 0));
  }

  /** Lets the time pass that the core has taken since it was last heard of. */
  #spend({ values: [, executed, collecting] }: Frame): void {
    const instructions = executed - this.#executed;
    const collection = collecting - this.#collecting;
    this.#executed = executed;
    this.#collecting = collecting;
    this.#turn += instructions;
    if (collection > 0) this.collections += 1;
    this.longestCollection = Math.max(this.longestCollection, collection);
    this.#pass(instructions * this.#options.instruction, collection > 0 ? 'a turn with a garbage collection' : 'a turn');
  }

  #pass(milliseconds: number, cause: Cause): void {
    const { time, uart, onLoss } = this.#options;
    const before = uart.overruns;
    time.advance(milliseconds);
    onLoss(cause, uart.overruns - before);
  }

  #answer({ kind, values: [value], bytes }: Frame): Promise<Frame> {
    const { process } = this.#options;
    try {
      switch (kind) {
        case Saying.open:
          this.#open(value);
          break;
        case Saying.close:
          this.#port?.close();
          break;
        case Saying.read:
          return this.#read(value);
        case Saying.write:
          this.#port?.write(bytes);
          break;
        case Saying.report:
          this.#options.onReport(new TextDecoder().decode(bytes));
          break;
        case FlashSaying.read:
          return this.#readFlash(offsetOf(value), lengthOf(value));
        case FlashSaying.write:
          this.flash.write(bytes, value);
          this.#pass(pagesOf(value, bytes.length) * this.#options.flash.page, 'a page write');
          break;
        case FlashSaying.erase:
          this.flash.eraseBlock(value);
          this.#pass(this.#options.flash.erase, 'a flash erase');
      }
    } catch {
      return process.say(Hearing.refusal);
    }
    return process.say(Hearing.answer);
  }

  #open(baud: number): void {
    this.#port = new this.#options.uart.Serial({
      baud,
      onReadable: (count) => {
        this.#readable = count;
        this.#isDue = true;
      },
      onWritable: (count) => {
        this.#writable = count;
        this.#isDue = true;
      },
    });
  }

  #read(length: number): Promise<Frame> {
    const target = new Uint8Array(length);
    const count = this.#port?.read(target) ?? 0;
    return this.#options.process.say(Hearing.answer, [count], target.subarray(0, count));
  }

  #readFlash(byteOffset: number, length: number): Promise<Frame> {
    const target = new Uint8Array(length);
    this.flash.read(target, byteOffset);
    return this.#options.process.say(Hearing.answer, [length], target);
  }
}

function pagesOf(byteOffset: number, length: number): number {
  return length === 0 ? 0 : Math.floor((byteOffset + length - 1) / PAGE) - Math.floor(byteOffset / PAGE) + 1;
}
