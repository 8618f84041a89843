import type { Command } from '../../modules/at/command.js';
import { KNOWN_LINES, type Shape } from './known-lines.js';
import type { Request } from './parser.js';
import type { Sink } from './sink.js';

interface Rule {
  readonly pattern: RegExp;
  take(match: RegExpExecArray): void;
}

/** An answer's last line; with a group where it is good. */
export const FINAL = /^(?:(OK)|ERROR|\+CM[ES] ERROR: .*)$/;

/** Lines to a table of regular expressions, the first that matches: what stands behind a line parser in most programs. */
export class RegExpDispatch {
  readonly #sink: Sink;
  readonly #rules: readonly Rule[];
  #command: Command | undefined = undefined;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rules = KNOWN_LINES.map(([name, shape]) => ruleFor(sink, name, shape));
  }

  begin({ command }: Request): void {
    this.#command = command;
  }

  take(line: string): void {
    if (line === '' || this.takeKnown(line)) return;
    const final = this.#command === undefined ? null : FINAL.exec(line);
    if (final === null) return this.takeOther(this.#command, line);
    this.#command = undefined;
    this.#sink.final(final[1] !== undefined);
  }

  /** A line of the table; false where it is none. */
  takeKnown(line: string): boolean {
    for (const { pattern, take } of this.#rules) {
      const match = pattern.exec(line);
      if (match === null) continue;
      take(match);
      return true;
    }
    return false;
  }

  /** What is neither known nor a final result: a reply without a prefix, where the command has one. */
  takeOther(command: Command | undefined, line: string): void {
    if (command?.reply !== undefined && !line.startsWith('+')) this.#sink.line(command.reply.prefix ?? '', 1, 0);
    else this.#sink.unknown();
  }
}

function tellMessage(sink: Sink, [, slot, qos, topic, payload]: RegExpExecArray): void {
  sink.message(Number(slot), Number(qos), topic, topic.length, payload, payload.length);
}

function ruleFor(sink: Sink, name: string, shape: Shape): Rule {
  const begin = `^${name.replaceAll('+', '\\+')}`;
  switch (shape) {
    case 'message':
      return {
        pattern: new RegExp(`${begin}: (\\d),(\\d),"([^"]*)","(.*)"$`),
        take: (match) => tellMessage(sink, match),
      };
    case 'answer':
      return {
        pattern: new RegExp(`${begin}: (\\d),(\\d),\\d+,\\d+,"([^"]*)","(.*)"$`),
        take: (match) => tellMessage(sink, match),
      };
    case 'fields':
      return {
        pattern: new RegExp(`${begin}: (-?\\d+)(?:,(.*))?$`),
        take: ([, first, others]) => sink.line(name, others === undefined ? 1 : 1 + others.split(',').length, Number(first)),
      };
    case 'text':
      return { pattern: new RegExp(`${begin}: (.*)$`), take: () => sink.line(name, 1, 0) };
    case 'bare':
      return { pattern: new RegExp(`${begin}$`), take: () => sink.line(name, 0, 0) };
  }
}
