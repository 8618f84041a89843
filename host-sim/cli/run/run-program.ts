import { createInterface } from 'node:readline';
import type { VirtualUart } from '../../uart/virtual-uart.js';
import type { Print } from '../print-trace.js';
import { accessBroker, type BrokerAccess } from './broker-access.js';
import { MessageSubscriber } from './message-subscriber.js';
import { startProgram } from './program/start-program.js';
import { type Ending, RunBench } from './run-bench.js';
import type { RunOptions } from './run-options.js';

/**
 * Runs a program that is written for a device against the simulated module and a broker: shows what arrives there, and publishes the
 * lines that are typed. Gives the exit status; the program itself goes on until the process ends, as it does on a device.
 */
export async function runProgram(path: string, options: RunOptions, interrupted: Promise<void>, print: Print): Promise<number> {
  const access = await accessBroker(options);
  try {
    const { isSuccess } = await new ProgramRun(options, access, print).untilEnd(path, interrupted);
    return isSuccess ? 0 : 1;
  } finally {
    await access.close();
  }
}

class ProgramRun {
  readonly #options: RunOptions;
  readonly #access: BrokerAccess;
  readonly #bench: RunBench;
  #end: (ending: Ending) => void = () => undefined;

  constructor(options: RunOptions, access: BrokerAccess, print: Print) {
    this.#options = options;
    this.#access = access;
    this.#bench = new RunBench(options, print);
  }

  async untilEnd(path: string, interrupted: Promise<void>): Promise<Ending> {
    const ended = new Promise<Ending>((resolve) => {
      this.#end = resolve;
    });
    const { readings } = this.#options;
    this.#bench.report.line('broker', this.#access.description);
    const subscriber = await this.#subscribe();
    const uart = this.#simulate();
    const limit = this.#bench.armLimit((ending) => this.#end(ending), () => `${subscriber.readings} have arrived`);
    const typed = createInterface({ input: process.stdin }).on('line', (line) => this.#publish(line, subscriber));
    void interrupted.then(() => this.#end({ isSuccess: readings === undefined, text: 'interrupted' }));
    process.once('uncaughtException', (error) => this.#fail(path, error));
    this.#bench.report.line('type', 'TOPIC PAYLOAD and Enter to publish, as a client beside the node');
    const { time, report } = this.#bench;
    void startProgram(path, { Serial: uart.Serial, time, tell: (part, text) => report.line(part, text) }).catch(
      (error: unknown) => this.#fail(path, error),
    );

    const ending = await ended;
    limit.disarm();
    typed.close();
    this.#bench.report.line('end', ending.text);
    await subscriber.close();
    return ending;
  }

  async #subscribe(): Promise<MessageSubscriber> {
    const { readings, watch = '#' } = this.#options;
    const subscriber = await MessageSubscriber.open({
      ...this.#access.subscriber,
      filter: watch,
      onMessage: (topic, text) => {
        this.#bench.report.line('arrived', `${topic}  ${text}`);
        if (readings !== undefined && subscriber.readings >= readings) {
          this.#end({ isSuccess: true, text: `${subscriber.readings} readings have arrived` });
        }
      },
    });
    this.#bench.report.line('subscribed', `${watch}, on a connection of its own`);
    return subscriber;
  }

  #simulate(): VirtualUart {
    const { uart } = this.#bench.switchOn(this.#access.endpoints, (text) => this.#bench.report.line('broker', text));
    this.#bench.report.line('power', `simulated module switched on, profile ${this.#options.profile}`);
    return uart;
  }

  #publish(line: string, subscriber: MessageSubscriber): void {
    const [topic, ...words] = line.trim().split(' ');
    if (topic === '') return;
    subscriber.publish(topic, words.join(' ')).catch((error: unknown) => {
      this.#bench.report.line('type', `not published: ${error instanceof Error ? error.message : String(error)}`);
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
