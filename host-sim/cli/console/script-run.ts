import type { Alarm, Time } from '../../../modules/ports/time.js';
import type { TraceEntry } from '../../trace/trace-entry.js';
import { commandWithFile, dataFrom } from './data-text.js';
import type { DecodedTraffic, ModuleTerminal } from './module-terminal.js';
import type { ScriptStep } from './script.js';

const FIRST_TIMEOUT = 10;

/** What a wait ended with: nothing when it was met, or why it cannot be. */
type Outcome = { readonly failure?: string };

/** Lets a module go through a script. */
export class ScriptRun {
  readonly #terminal: ModuleTerminal;
  readonly #alarm: Alarm;
  readonly #endWatch: () => void;
  #timeout = FIRST_TIMEOUT;
  /** Lines since the last command was sent that no `expect` has passed by. */
  #lines: string[] = [];
  #unfinished = '';
  /** The final result of what was sent last, once it is there. */
  #final: TraceEntry | undefined;
  #look: () => void = () => undefined;
  #giveUp: () => void = () => undefined;

  constructor(terminal: ModuleTerminal, time: Time) {
    this.#terminal = terminal;
    this.#alarm = time.alarm(() => this.#giveUp());
    this.#endWatch = terminal.traffic.watch((traffic) => this.#take(traffic));
  }

  /** Rejects with an error that names the line and says what came instead; resolves when all has come true. */
  async play(steps: readonly ScriptStep[]): Promise<void> {
    try {
      for (const step of steps) {
        const { failure } = await this.#perform(step);
        if (failure !== undefined) throw new Error(`line ${step.line}: ${failure}`);
      }
    } finally {
      this.#endWatch();
      this.#alarm.disarm();
    }
  }

  #perform(step: ScriptStep): Outcome | Promise<Outcome> {
    switch (step.kind) {
      case 'send':
        return this.#send(step.text, step.isRefusalExpected);
      case 'expect':
        return this.#expect(step.pattern, step.source);
      case 'data':
        return this.#sendData(step.text);
      case 'timeout':
        this.#timeout = step.seconds;
        return {};
    }
  }

  async #send(text: string, isRefusalExpected: boolean): Promise<Outcome> {
    const withFile = commandWithFile(text);
    this.#lines = [];
    this.#final = undefined;
    this.#terminal.sendLine(withFile?.line ?? text);
    const hasAnswered = (): boolean => this.#final !== undefined || this.#terminal.awaited !== undefined;
    const answered = await this.#until(hasAnswered, 'no final result');
    if (answered.failure !== undefined) return answered;
    if (this.#final === undefined) {
      if (isRefusalExpected) return { failure: 'was to be refused, and asks for data' };
      return withFile === undefined ? {} : this.#sendBytes(withFile.data);
    }
    return this.#judgeFinal(this.#final, isRefusalExpected);
  }

  async #sendData(text: string): Promise<Outcome> {
    return this.#sendBytes(dataFrom(text));
  }

  async #sendBytes(bytes: Uint8Array): Promise<Outcome> {
    const { awaited } = this.#terminal;
    if (awaited === undefined) return { failure: 'the module has not asked for data' };
    const isCounted = awaited !== Infinity;
    if (isCounted && bytes.length !== awaited) {
      return { failure: `the module asks for ${awaited} bytes, these are ${bytes.length}` };
    }
    this.#terminal.sendData(bytes);
    if (!isCounted) this.#terminal.endText();
    const answered = await this.#until(() => this.#final !== undefined, 'no final result');
    return answered.failure !== undefined || this.#final === undefined ? answered : this.#judgeFinal(this.#final, false);
  }

  #judgeFinal({ text }: TraceEntry, isRefusalExpected: boolean): Outcome {
    if ((text === 'OK') !== isRefusalExpected) return {};
    return { failure: isRefusalExpected ? 'was to be refused, and is OK' : `the module says ${text}` };
  }

  #expect(pattern: string, source: string): Promise<Outcome> {
    const isWanted = matcherOf(pattern);
    const find = (): boolean => {
      const index = this.#lines.findIndex(isWanted);
      if (index < 0) return false;
      this.#lines.splice(0, index + 1);
      return true;
    };
    return this.#until(find, `${source}: has not come`);
  }

  #until(isMet: () => boolean, failure: string): Promise<Outcome> {
    return new Promise((resolve) => {
      const end = (outcome: Outcome): void => {
        this.#alarm.disarm();
        this.#look = () => undefined;
        resolve(outcome);
      };
      this.#look = () => {
        if (isMet()) end({});
      };
      this.#giveUp = () => end({ failure: `${failure} within ${this.#timeout} s` });
      this.#alarm.arm(this.#timeout * 1000);
      this.#look();
    });
  }

  #take({ direction, bytes, entries }: DecodedTraffic): void {
    if (direction === 'to-module') return;
    const lines = `${this.#unfinished}${Buffer.from(bytes).toString('latin1')}`.split('\n');
    this.#unfinished = lines.pop() ?? '';
    this.#lines.push(...lines.map((line) => line.replace(/\r+$/, '')).filter((line) => line !== ''));
    this.#final = entries.find(({ kind }) => kind === 'final') ?? this.#final;
    this.#look();
  }
}

/** The whole line, with `*` for anything. Lines have a character for each byte. */
function matcherOf(pattern: string): (line: string) => boolean {
  const pieces = Buffer.from(pattern).toString('latin1').split('*');
  const source = pieces.map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*');
  const expression = new RegExp(`^${source}$`, 's');
  return (line) => expression.test(line);
}
