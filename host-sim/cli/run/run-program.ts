import { createInterface } from 'node:readline';
import type { Alarm } from '../../../modules/ports/time.js';
import { MqttUplink } from '../../broker/mqtt-uplink.js';
import { TellingUplink } from '../../broker/telling-uplink.js';
import { profiles } from '../../module/profile.js';
import { SimulatedModule } from '../../module/simulated-module.js';
import { RealTime } from '../../time/real-time.js';
import { VirtualUart } from '../../uart/virtual-uart.js';
import { formatFor } from '../colours.js';
import { type Print, tracePrinter } from '../print-trace.js';
import { accessBroker, type BrokerAccess } from './broker-access.js';
import { MessageSubscriber } from './message-subscriber.js';
import { startProgram } from './program/start-program.js';
import type { RunOptions } from './run-options.js';
import { RunReport } from './run-report.js';

/** Why a run has ended. */
interface Ending {
  readonly isSuccess: boolean;
  readonly text: string;
}

/**
 * Runs a program that is written for a device against the simulated module and a broker: shows what arrives there, and publishes the
 * lines that are typed. Gives the exit status; the program itself goes on until the process ends, as it does on a device.
 */
export async function runProgram(path: string, options: RunOptions, interrupted: Promise<void>, print: Print): Promise<number> {
  const access = await accessBroker(options);
  const { isSuccess } = await new ProgramRun(options, access, print).untilEnd(path, interrupted);
  await access.close();
  return isSuccess ? 0 : 1;
}

class ProgramRun {
  readonly #options: RunOptions;
  readonly #access: BrokerAccess;
  readonly #print: Print;
  readonly #time = new RealTime();
  readonly #start = this.#time.now();
  readonly #report: RunReport;
  #end: (ending: Ending) => void = () => undefined;

  constructor(options: RunOptions, access: BrokerAccess, print: Print) {
    this.#options = options;
    this.#access = access;
    this.#print = print;
    this.#report = new RunReport(print, () => this.#elapsed());
  }

  async untilEnd(path: string, interrupted: Promise<void>): Promise<Ending> {
    const ended = new Promise<Ending>((resolve) => {
      this.#end = resolve;
    });
    const { readings } = this.#options;
    this.#report.line('broker', this.#access.description);
    const subscriber = await this.#subscribe();
    const uart = this.#simulate();
    const limit = this.#armLimit(() => subscriber.readings);
    const typed = createInterface({ input: process.stdin }).on('line', (line) => this.#publish(line, subscriber));
    void interrupted.then(() => this.#end({ isSuccess: readings === undefined, text: 'interrupted' }));
    process.once('uncaughtException', (error) => this.#fail(path, error));
    this.#report.line('type', 'TOPIC PAYLOAD and Enter to publish, as a client beside the node');
    void startProgram(path, { Serial: uart.Serial, time: this.#time, tell: (part, text) => this.#report.line(part, text) }).catch(
      (error: unknown) => this.#fail(path, error),
    );

    const ending = await ended;
    limit.disarm();
    typed.close();
    this.#report.line('end', ending.text);
    await subscriber.close();
    return ending;
  }

  #elapsed(): number {
    return this.#time.now() - this.#start;
  }

  async #subscribe(): Promise<MessageSubscriber> {
    const { readings, watch = '#' } = this.#options;
    const subscriber = await MessageSubscriber.open({
      ...this.#access.subscriber,
      filter: watch,
      onMessage: (topic, text) => {
        this.#report.line('arrived', `${topic}  ${text}`);
        if (readings !== undefined && subscriber.readings >= readings) {
          this.#end({ isSuccess: true, text: `${subscriber.readings} readings have arrived` });
        }
      },
    });
    this.#report.line('subscribed', `${watch}, on a connection of its own`);
    return subscriber;
  }

  #simulate(): VirtualUart {
    const { profile, seed, trace } = this.#options;
    const uart = new VirtualUart({ time: this.#time });
    if (trace) uart.onTraffic = tracePrinter(this.#print, formatFor(process.stdout), () => this.#elapsed());
    const uplink = new TellingUplink(new MqttUplink(this.#access.endpoints), (text) => this.#report.line('broker', text));
    const module = new SimulatedModule({ time: this.#time, uplink, line: uart.module, profile: profiles[profile], seed });
    module.powerOn();
    this.#report.line('power', `simulated module switched on, profile ${profile}`);
    return uart;
  }

  /** Bounds the wait for a number of readings; without one, a run goes on until it is interrupted. */
  #armLimit(received: () => number): Alarm {
    const { readings, limit } = this.#options;
    const alarm = this.#time.alarm(() => {
      this.#end({ isSuccess: false, text: `not ${readings} readings within ${limit} s: ${received()} have arrived` });
    });
    if (readings !== undefined) alarm.arm(limit * 1000);
    return alarm;
  }

  #publish(line: string, subscriber: MessageSubscriber): void {
    const [topic, ...words] = line.trim().split(' ');
    if (topic === '') return;
    subscriber.publish(topic, words.join(' ')).catch((error: unknown) => {
      this.#report.line('type', `not published: ${error instanceof Error ? error.message : String(error)}`);
    });
  }

  /** A device restarts on an exception that nobody catches. Where it came from matters, unless the error says what is wrong. */
  #fail(path: string, error: unknown): void {
    const { code, message, stack } = error as Partial<Record<'code' | 'message' | 'stack', string>>;
    const text = code === 'invalid-argument' ? message : ownFrames(stack);
    this.#end({ isSuccess: false, text: `${path} has failed: ${text ?? String(error)}` });
  }
}

/** Of where an error came from what is the program's. */
function ownFrames(stack: string | undefined): string | undefined {
  return stack?.split('\n').filter((line) => !/^ +at .*(node:internal|host-sim\/)/.test(line)).join('\n');
}
