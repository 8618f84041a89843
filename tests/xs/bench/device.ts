import type { ExecutionContext } from 'ava';
import type { SerialClass, SerialOptions, SerialPort } from '../../../modules/ports/serial.js';
import type { Alarm, Time } from '../../../modules/ports/time.js';
import { Hearing, Saying } from '../device/frame.js';
import type { Counters } from '../heap.js';
import { ESP32 } from './memory.js';
import { countersOf, DeviceProcess, type Frame } from './device-process.js';

/** No news of that kind for this turn. */
const NONE = -1;

/**
 * A device whose engine runs in a process of its own, while its UART and its time are the bench's. It is due when a timer of
 * its program is, or when the UART has news; its turn then takes none of that time.
 */
export class Device {
  /** What its program has told. */
  readonly reports: string[] = [];
  /** The machine with the program loaded and not yet begun. */
  readonly loaded: Counters;
  /** The machine at the end of its last turn. */
  counters: Counters;
  /** Is called when the device has become due, for who waits in real time. */
  onDue: () => void = () => undefined;
  readonly #process: DeviceProcess;
  readonly #time: Time;
  readonly #Serial: new (options: SerialOptions) => SerialPort;
  readonly #timer: Alarm;
  #port: SerialPort | undefined;
  #readable = NONE;
  #writable = NONE;
  #isDue = true;

  private constructor(process: DeviceProcess, loaded: Counters, time: Time, Serial: SerialClass) {
    this.#process = process;
    this.#time = time;
    this.#Serial = Serial as new (options: SerialOptions) => SerialPort;
    this.loaded = loaded;
    this.counters = loaded;
    this.#timer = time.alarm(() => this.#becomeDue());
  }

  /** With the memory of an ESP32. The program begins with the first turn. */
  static async start(t: Pick<ExecutionContext, 'teardown'>, program: readonly string[], time: Time, Serial: SerialClass): Promise<Device> {
    const process = await DeviceProcess.start(ESP32, program);
    t.teardown(() => process.end());
    return new Device(process, countersOf(await process.listen()), time, Serial);
  }

  get isDue(): boolean {
    return this.#isDue;
  }

  async turn(): Promise<void> {
    const news = [this.#readable, this.#writable];
    this.#readable = NONE;
    this.#writable = NONE;
    this.#isDue = false;
    await this.#serve(await this.#process.say(Hearing.turn, [Math.floor(this.#time.now()), ...news]));
  }

  /** A turn in which the program is told something. */
  async command(text: string): Promise<void> {
    const now = Math.floor(this.#time.now());
    await this.#serve(await this.#process.say(Hearing.command, [now], new TextEncoder().encode(text)));
  }

  /** Collects the machine's garbage and counts what is left. */
  async collect(): Promise<Counters> {
    await this.#serve(await this.#process.say(Hearing.collect));
    return this.counters;
  }

  #becomeDue(): void {
    this.#isDue = true;
    this.onDue();
  }

  /** Answers the device until its turn is over. */
  async #serve(first: Frame): Promise<void> {
    let frame = first;
    while (frame.kind !== Saying.idle) frame = await this.#answer(frame);
    this.counters = countersOf(frame);
    const now = this.#time.now();
    this.#timer.arm(Math.floor(now) + frame.values[0] - now);
  }

  #answer({ kind, values, bytes }: Frame): Promise<Frame> {
    try {
      switch (kind) {
        case Saying.open:
          this.#open(values[0]);
          break;
        case Saying.close:
          this.#port?.close();
          break;
        case Saying.read:
          return this.#read(values[0]);
        case Saying.write:
          this.#port?.write(bytes);
          break;
        case Saying.report:
          this.reports.push(new TextDecoder().decode(bytes));
      }
    } catch {
      return this.#process.say(Hearing.refusal);
    }
    return this.#process.say(Hearing.answer);
  }

  #open(baud: number): void {
    this.#port = new this.#Serial({
      baud,
      onReadable: (count) => {
        this.#readable = count;
        this.#becomeDue();
      },
      onWritable: (count) => {
        this.#writable = count;
        this.#becomeDue();
      },
    });
  }

  #read(length: number): Promise<Frame> {
    const target = new Uint8Array(length);
    const count = this.#port?.read(target) ?? 0;
    return this.#process.say(Hearing.answer, [count], target.subarray(0, count));
  }
}
