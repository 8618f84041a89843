import { assert } from '../base/assert.js';
import { checkChoice, checkMethods, checkNumber, checkObject, checkTime } from '../base/checks.js';
import type { OutputPin, OutputPinSpecifier } from './pin.js';
import type { SerialOptions, SerialPort, SerialSpecifier } from './serial.js';
import type { Alarm, Time } from './time.js';

/** Bytes that are taken while the module wakes up: as many as an ESP32's transmit FIFO takes. */
const CAPACITY = 128;
/** Line ends that are sent to be lost: outside a command line they mean nothing (docs/facts.md#command-terminator). */
const WAKE_UP_LENGTH = 8;
const CARRIAGE_RETURN = 0x0d;
const DEFAULT_IDLE = 5000;
const DEFAULT_WAKE_TIME = 100;
const LONGEST_DURATION = 86_400_000;
const SOURCE = 'new WakingSerial()';

/** The serial port that is woken, and what wakes it. */
export interface WakingSerialOptions {
  /** The port itself. */
  readonly serial: SerialSpecifier;
  /** By which the line rests and the module wakes. */
  readonly time: Time;
  /** Milliseconds without traffic after which the module may sleep: below what it waits itself. Default 5,000. */
  readonly idle?: number;
  /** Milliseconds that it takes to wake up. Default 100; unverified on these modules. */
  readonly wakeTime?: number;
  /** The output that is wired to DTR, which keeps a module awake whose sleep is 1; absent, line ends wake it. */
  readonly dtr?: OutputPinSpecifier;
  /** The level of that output that keeps it awake. Default 0: DTR is low when it is on. */
  readonly awake?: 0 | 1;
}

/**
 * A serial port to a module that sleeps when its line is idle, and loses the first characters that wake it (F17).
 * Before the first byte after a rest it wakes the module, by DTR or by characters that may be lost, and holds the
 * bytes back meanwhile. Goes in the place of the port: `{ io: WakingSerial, serial: { io: Serial, … }, time, dtr: { … } }`.
 */
export class WakingSerial implements SerialPort {
  readonly #port: SerialPort;
  readonly #pin: OutputPin | undefined;
  readonly #awakeLevel: 0 | 1;
  readonly #idle: number;
  readonly #wakeTime: number;
  readonly #onReadable: (count: number) => void;
  readonly #onWritable: (count: number) => void;
  readonly #rest: Alarm;
  readonly #ready: Alarm;
  readonly #held = new Uint8Array(CAPACITY);
  readonly #wakeUp = new Uint8Array(WAKE_UP_LENGTH).fill(CARRIAGE_RETURN);
  #state: 'asleep' | 'waking' | 'awake' = 'asleep';
  #heldLength = 0;
  /** What the port could take when it last said so, less what was written since. */
  #writable = 0;

  /** Throws `invalid-argument`, which names the option, with the port not yet opened. */
  constructor(options: WakingSerialOptions & SerialOptions) {
    checkObject('options', options, SOURCE);
    const { serial, time, dtr, baud, idle = DEFAULT_IDLE, wakeTime = DEFAULT_WAKE_TIME, awake = 0 } = options;
    checkMethods('serial', serial, ['io'], '{ io: Serial, … }', SOURCE);
    checkTime(time, SOURCE);
    if (dtr !== undefined) checkMethods('dtr', dtr, ['io'], '{ io: Digital, … }', SOURCE);
    checkNumber('idle', idle, 0, LONGEST_DURATION, SOURCE, ' milliseconds');
    checkNumber('wakeTime', wakeTime, 0, LONGEST_DURATION, SOURCE, ' milliseconds');
    checkChoice('awake', awake, [0, 1], SOURCE);
    this.#awakeLevel = awake;
    this.#idle = idle;
    this.#wakeTime = wakeTime;
    // As on the hosts themselves, the callbacks are called on the port.
    this.#onReadable = (count) => options.onReadable.call(this, count);
    this.#onWritable = (count) => options.onWritable.call(this, count);
    this.#rest = time.alarm(() => this.#fallAsleep());
    this.#ready = time.alarm(() => this.#release());
    this.#pin = dtr === undefined ? undefined : new dtr.io({ ...dtr, initialValue: awake === 0 ? 1 : 0 } as never);
    this.#port = new serial.io({
      ...serial,
      baud,
      onReadable: (count: number) => this.#becomeReadable(count),
      onWritable: (count: number) => this.#becomeWritable(count),
    } as never);
  }

  read(target: Uint8Array): number | undefined {
    return this.#port.read(target);
  }

  write(bytes: Uint8Array): void {
    if (this.#state === 'awake') {
      this.#port.write(bytes);
      this.#writable -= bytes.length;
      this.#rest.arm(this.#idle);
      return;
    }
    if (this.#heldLength + bytes.length > this.#room) throw new Error('output full');
    if (this.#state === 'asleep') this.#wake();
    this.#held.set(bytes, this.#heldLength);
    this.#heldLength += bytes.length;
    assert(this.#heldLength <= CAPACITY, 'what is held has room');
  }

  /** Gives port and pin back; what had not been sent yet is lost. */
  close(): void {
    this.#rest.disarm();
    this.#ready.disarm();
    this.#port.close();
    this.#pin?.close();
  }

  /** Room for the characters that wake the module is kept free: when they are needed there is no time to wait for it. */
  get #room(): number {
    return Math.min(this.#writable - WAKE_UP_LENGTH, CAPACITY);
  }

  #wake(): void {
    this.#state = 'waking';
    if (this.#pin === undefined) this.#port.write(this.#wakeUp);
    else this.#pin.write(this.#awakeLevel);
    this.#ready.arm(this.#wakeTime);
  }

  #release(): void {
    this.#state = 'awake';
    this.#rest.arm(this.#idle);
    this.#port.write(this.#held.subarray(0, this.#heldLength));
    this.#heldLength = 0;
  }

  #fallAsleep(): void {
    this.#state = 'asleep';
    this.#pin?.write(this.#awakeLevel === 0 ? 1 : 0);
  }

  /** What the module says keeps it awake too. */
  #becomeReadable(count: number): void {
    if (this.#state === 'awake') this.#rest.arm(this.#idle);
    this.#onReadable(count);
  }

  #becomeWritable(count: number): void {
    this.#writable = count;
    // What is held has its place already.
    if (this.#state !== 'waking' && this.#room > 0) this.#onWritable(this.#room);
  }
}
