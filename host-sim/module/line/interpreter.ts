import { commandName } from '../../../modules/at/command-writer.js';
import type { Runtime } from '../runtime.js';
import type { Catalogue, Match } from './catalogue.js';
import { CommandLineReader, LINE_FEED_WINDOW } from './command-line-reader.js';
import { parseCommand, type ParsedCommand } from './command-parser.js';
import type { Outcome } from './handler.js';
import type { Responder } from './responder.js';
import { CME, type Fault } from './result-codes.js';
import { utf8Bytes } from '../../../modules/at/utf8.js';

const NO_DATA = new Uint8Array(0);
const PREFIX_LENGTH = 'AT'.length;

/** Executes command lines: one line at a time, its commands in order, up to the first that fails, one final result. */
export class Interpreter {
  readonly #runtime: Runtime;
  readonly #responder: Responder;
  readonly #catalogue: Catalogue;
  readonly #reader: CommandLineReader;
  #line: Uint8Array = NO_DATA;
  #last: Uint8Array | undefined;
  #secondPhases: (() => void)[] = [];
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
    });
  }

  receive(bytes: Uint8Array): void {
    this.#reader.receive(bytes);
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
    this.#line = line.subarray(PREFIX_LENGTH);
    this.#step(0);
  }

  #step(offset: number): void {
    const command = parseCommand(this.#line, offset);
    if (command === undefined) this.#finish(undefined);
    else if (command === 'malformed') this.#finish('syntax');
    else if (command.form === 'test') this.#test(command);
    else this.#look(command);
  }

  #look(command: ParsedCommand): void {
    const match = this.#catalogue.find(command);
    if (match === 'unknown') this.#refuse(command, CME.unknown);
    else if (match === 'mismatch') this.#refuse(command, CME.incorrectParameters);
    else this.#run(command, match);
  }

  /** Errors of the module have numbers; basic commands know `ERROR` only. */
  #refuse(command: ParsedCommand, fault: Fault): void {
    this.#finish(command.name.startsWith('+') ? fault : 'syntax');
  }

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
    const { schedule, profile, draw, onEvent } = this.#runtime;
    const { handler, fields } = match;
    const { row } = handler;
    const name = commandName(row);
    onEvent({ type: 'command', command: name });
    schedule.after(draw(profile.timing.response[name] ?? profile.timing.otherResponse), () => {
      if (row.data === undefined) {
        this.#conclude(command, match, handler.run(fields, NO_DATA));
        return;
      }
      const fault = handler.admit(fields);
      if (fault === undefined) this.#takeData(command, match, fields.integerAt(row.data.lengthAt));
      else this.#finish(fault);
    });
  }

  #takeData(command: ParsedCommand, match: Match, length: number): void {
    const { schedule, profile, draw } = this.#runtime;
    this.#responder.prompt();
    this.#reader.expectData(length, (data) => {
      schedule.after(draw(profile.timing.afterData), () => this.#conclude(command, match, match.handler.run(match.fields, data)));
    });
  }

  #conclude(command: ParsedCommand, match: Match, outcome: Outcome): void {
    const { reply } = match.handler.row;
    for (const values of outcome.replies) {
      if (reply !== undefined) this.#responder.information(reply, values);
    }
    if (outcome.then !== undefined) this.#secondPhases.push(outcome.then);
    if (outcome.fault === undefined) this.#step(command.next);
    else this.#finish(outcome.fault);
  }

  #finish(fault: Fault | undefined): void {
    const secondPhases = this.#secondPhases;
    this.#secondPhases = [];
    this.#responder.end(fault);
    for (const start of secondPhases) start();
    this.#reader.release();
  }
}
