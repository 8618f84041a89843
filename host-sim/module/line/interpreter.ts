import { BACKSLASH } from '../../../modules/base/ascii.js';
import type { Runtime } from '../runtime.js';
import type { Range, Timing } from '../timing.js';
import { withoutBackslashQuotes } from './backslash-quotes.js';
import type { Catalogue, Match } from './catalogue.js';
import { CommandLineReader, LINE_FEED_WINDOW } from './command-line-reader.js';
import { parseCommand, type ParsedCommand } from './command-parser.js';
import { type Handler, ok, type Outcome } from './handler.js';
import type { Responder } from './responder.js';
import { CME, type CommandFailure } from './result-codes.js';
import { utf8Bytes } from '../../../modules/base/utf8.js';
import { Arguments } from './arguments.js';

const NO_DATA = new Uint8Array(0);
const PREFIX_LENGTH = 'AT'.length;

/** Executes command lines: one line at a time, its commands in order, up to the first that fails, one final result. */
export class Interpreter {
  readonly #runtime: Runtime;
  readonly #responder: Responder;
  readonly #catalogue: Catalogue;
  readonly #reader: CommandLineReader;
  /** Of the command that runs: there is one at a time. */
  readonly #fields = new Arguments();
  #line: Uint8Array = NO_DATA;
  #last: Uint8Array | undefined;
  #secondPhases: (() => void)[] = [];
  /** How long each command that has been given takes, by this timing. */
  readonly #responseTimes = new Map<Handler, Range>();
  #timing: Timing | undefined;
  /** Acts on the line at once where it was waiting for an LF. */
  #endLineFeedWait: () => void = () => undefined;

  constructor(runtime: Runtime, responder: Responder, catalogue: Catalogue) {
    this.#runtime = runtime;
    this.#responder = responder;
    this.#catalogue = catalogue;
    this.#reader = new CommandLineReader(() => runtime.schedule.now(), runtime.settings, runtime.profile.busyInput === 'held', {
      onLine: (line) => this.#start(line),
      onRepeat: () => this.#repeat(),
      onLineFeed: () => this.#endLineFeedWait(),
      onTextTyped: (piece) => this.#responder.echo(piece, false),
    });
  }

  receive(bytes: Uint8Array): void {
    this.#reader.receive(bytes);
  }

  /** Nobody will send what the prompt has asked for: the command fails. */
  endPrompt(): void {
    if (this.#reader.endPrompt()) this.#finish('syntax');
  }

  #start(line: Uint8Array): void {
    this.#last = line;
    this.#responder.begin();
    this.#awaitLineFeed(() =>
      this.#turnAround(() => {
        this.#responder.echo(line, true);
        this.#execute(line);
      }),
    );
  }

  #repeat(): void {
    const last = this.#last;
    this.#responder.begin();
    this.#turnAround(() => {
      this.#responder.echo(utf8Bytes('A/'), false);
      if (last === undefined) this.#finish('syntax');
      else this.#execute(last);
    });
  }

  #awaitLineFeed(next: () => void): void {
    const { schedule, profile } = this.#runtime;
    if (!profile.waitsForLineFeed) {
      next();
      return;
    }
    const go = (): void => {
      this.#endLineFeedWait = () => undefined;
      next();
    };
    const cancel = schedule.after(LINE_FEED_WINDOW, go);
    this.#endLineFeedWait = () => {
      cancel();
      go();
    };
  }

  #turnAround(next: () => void): void {
    const { schedule, profile, draw } = this.#runtime;
    schedule.after(draw(profile.timing.turnaround), next);
  }

  #execute(line: Uint8Array): void {
    const { takesBackslashQuotes } = this.#runtime.profile;
    const isTranslated = takesBackslashQuotes && line.includes(BACKSLASH);
    this.#line = (isTranslated ? withoutBackslashQuotes(line) : line).slice(PREFIX_LENGTH);
    this.#step(0);
  }

  #step(offset: number): void {
    const command = parseCommand(this.#line, offset);
    if (command === undefined) this.#finish(undefined);
    else if (command === 'malformed') this.#finish('syntax');
    else this.#look(command);
  }

  #look(command: ParsedCommand): void {
    const match = this.#catalogue.find(command, this.#fields);
    if (match === 'unknown' && command.form === 'test') this.#test(command);
    else if (match === 'unknown') this.#refuse(command, CME.unknown);
    else if (match === 'mismatch') this.#refuse(command, CME.incorrectParameters);
    else this.#run(command, match);
  }

  /** Errors of the module have numbers; basic commands know `ERROR` only. */
  #refuse(command: ParsedCommand, fault: CommandFailure): void {
    this.#finish(isExtended(command.name) ? fault : 'syntax');
  }

  /** Where no row has an answer of its own, the arguments of the other forms tell what can be set. */
  #test(command: ParsedCommand): void {
    const lines = this.#catalogue.testLines(command.name);
    if (lines === undefined) {
      this.#refuse(command, CME.unknown);
      return;
    }
    for (const line of lines) this.#responder.text(line);
    this.#step(command.next);
  }

  #run(command: ParsedCommand, match: Match): void {
    const { schedule, draw, onEvent, hook } = this.#runtime;
    const { handler, name, fields } = match;
    const { row } = handler;
    onEvent({ type: 'command', command: name });
    const obstacle = hook.onCommand(name);
    if (obstacle.isIgnored) return this.#abandon();
    schedule.after(obstacle.delay + draw(this.#responseTime(match)), () => {
      if (obstacle.refusal !== undefined) return this.#finish(obstacle.refusal);
      if (row.data === undefined && handler.takesText !== true) {
        this.#conclude(command, match, handler.run(fields, NO_DATA));
        return;
      }
      const fault = handler.admit(fields);
      if (fault === undefined) this.#takeData(command, match);
      else this.#finish(fault);
    });
  }

  #responseTime({ handler, name }: Match): Range {
    const { timing } = this.#runtime.profile;
    // The profile of a running module may be changed.
    if (timing !== this.#timing) this.#responseTimes.clear();
    this.#timing = timing;
    const known = this.#responseTimes.get(handler);
    if (known !== undefined) return known;
    const range = timing.response[name] ?? timing.otherResponse;
    this.#responseTimes.set(handler, range);
    return range;
  }

  #takeData(command: ParsedCommand, match: Match): void {
    const { schedule, profile, draw } = this.#runtime;
    const { handler, fields } = match;
    const conclude = (outcome: () => Outcome): void => {
      schedule.after(draw(profile.timing.afterData), () => this.#conclude(command, match, outcome()));
    };
    this.#responder.prompt();
    if (handler.row.data === undefined) {
      this.#reader.expectText((text) => conclude(() => (text === undefined ? ok() : handler.run(fields, text))));
    } else {
      this.#reader.expectData(fields.integerAt(handler.row.data.lengthAt), (data) => conclude(() => handler.run(fields, data)));
    }
  }

  #conclude(command: ParsedCommand, match: Match, outcome: Outcome): void {
    const { replies, bodies, form: reply = match.handler.row.reply } = outcome;
    for (let index = 0; reply !== undefined && index < replies.length; index += 1) {
      this.#responder.information(reply, replies[index], bodies?.[index]);
    }
    if (outcome.then !== undefined) this.#secondPhases.push(outcome.then);
    const goOn = (): void => (outcome.fault === undefined ? this.#step(command.next) : this.#finish(outcome.fault));
    const { schedule, draw, profile } = this.#runtime;
    const [, longest] = profile.timing.finalResult;
    if (replies.length > 0 && longest > 0) schedule.after(draw(profile.timing.finalResult), goOn);
    else goOn();
  }

  /** Never answers; what the line before it has started goes on. */
  #abandon(): void {
    this.#secondPhases = [];
    this.#responder.abandon();
    this.#reader.release();
  }

  #finish(fault: CommandFailure | undefined): void {
    const secondPhases = this.#secondPhases;
    this.#secondPhases = [];
    this.#responder.end(fault);
    for (const start of secondPhases) start();
    this.#reader.release();
  }
}

/** Not a letter, `&` or an S register. */
function isExtended(name: string): boolean {
  return !/^[A-Z&]/.test(name);
}
