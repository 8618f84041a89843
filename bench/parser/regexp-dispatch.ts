import { KNOWN_LINES, type Shape } from './known-lines.js';
import type { Request } from './parser.js';
import type { Sink } from './sink.js';

interface Rule {
  readonly pattern: RegExp;
  take(match: RegExpExecArray): void;
}

const FINAL = /^(?:(OK)|ERROR|\+CM[ES] ERROR: .*)$/;

/** Lines to a table of regular expressions, the first that matches: what stands behind a line parser in most programs. */
export class RegExpDispatch {
  readonly #sink: Sink;
  readonly #rules: readonly Rule[];
  #request: Request | undefined = undefined;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rules = KNOWN_LINES.map(([name, shape]) => ruleFor(sink, name, shape));
  }

  begin(request: Request): void {
    this.#request = request;
  }

  take(line: string): void {
    if (line === '') return;
    for (const { pattern, take } of this.#rules) {
      const match = pattern.exec(line);
      if (match !== null) return take(match);
    }
    this.#answer(line);
  }

  #answer(line: string): void {
    const final = this.#request === undefined ? null : FINAL.exec(line);
    if (final !== null) {
      this.#request = undefined;
      return this.#sink.final(final[1] !== undefined);
    }
    if (this.#request?.command.reply !== undefined && !line.startsWith('+')) this.#sink.line('', 1, 0);
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
