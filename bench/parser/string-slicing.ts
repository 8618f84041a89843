import { KNOWN_LINES, type Shape } from './known-lines.js';
import type { Decoder, Parser, Request } from './parser.js';
import type { Sink } from './sink.js';

type LineHandler = (line: string) => void;

/**
 * The usual AT handler of small JavaScript, as the documentation of Espruino's AT module describes it: what comes is appended to
 * a string, lines are cut off at each CR, a line goes to every handler that was registered for its beginning, and otherwise to
 * the callback of the command under way. Written for this benchmark; no code of that module is in it.
 */
export class StringSlicing implements Parser {
  readonly #sink: Sink;
  readonly #decode: Decoder;
  readonly #prefixes: string[] = [];
  readonly #handlers: LineHandler[] = [];
  #line = '';
  #request: Request | undefined = undefined;

  constructor(sink: Sink, decode: Decoder) {
    this.#sink = sink;
    this.#decode = decode;
    for (const [name, shape] of KNOWN_LINES) {
      this.#prefixes.push(shape === 'bare' ? name : `${name}:`);
      this.#handlers.push(this.#handlerFor(name, shape));
    }
  }

  begin(request: Request): void {
    this.#request = request;
  }

  feed(bytes: Uint8Array): void {
    let line = this.#line + this.#decode(bytes);
    let end = line.indexOf('\r');
    while (end >= 0) {
      const text = line.substring(line[0] === '\n' ? 1 : 0, end);
      line = line.substring(end + 1);
      if (text.length > 0) this.#take(text);
      end = line.indexOf('\r');
    }
    this.#line = line;
  }

  #take(line: string): void {
    const prefixes = this.#prefixes;
    let isHandled = false;
    for (let index = 0; index < prefixes.length; index += 1) {
      const prefix = prefixes[index];
      if (line.substring(0, prefix.length) !== prefix) continue;
      this.#handlers[index](line);
      isHandled = true;
    }
    if (!isHandled) this.#answer(line);
  }

  /** The callback of the command under way. */
  #answer(line: string): void {
    const request = this.#request;
    if (request === undefined) return this.#sink.unknown();
    if (line === 'OK' || line === 'ERROR' || line.substring(0, 10) === '+CME ERROR') {
      this.#request = undefined;
      return this.#sink.final(line === 'OK');
    }
    if (request.command.reply !== undefined && line[0] !== '+') this.#sink.line(request.command.reply.prefix ?? '', 1, 0);
    else this.#sink.unknown();
  }

  #handlerFor(name: string, shape: Shape): LineHandler {
    const sink = this.#sink;
    switch (shape) {
      case 'message':
        return (line) => this.#takeMessage(line);
      case 'answer':
        return (line) => this.#takeFetched(line);
      case 'fields':
        return (line) => {
          const fields = line.substring(name.length + 2).split(',');
          sink.line(name, fields.length, parseInt(fields[0], 10));
        };
      case 'text':
        return () => sink.line(name, 1, 0);
      case 'bare':
        return () => sink.line(name, 0, 0);
    }
  }

  /** `+MQTTMSG: 1,1,"topic","payload"`. */
  #takeMessage(line: string): void {
    const quote = line.indexOf('"');
    const behind = line.indexOf('"', quote + 1);
    const [slot, qos] = line.substring(10, quote).split(',');
    this.#tell(slot, qos, line.substring(quote + 1, behind), line.substring(behind + 3, line.length - 1));
  }

  /** `+MQTTREAD: 1,1,5,7,"topic","payload"`. */
  #takeFetched(line: string): void {
    const quote = line.indexOf('"');
    const [slot, qos, topicLength, payloadLength] = line.substring(11, quote).split(',');
    const behind = quote + 1 + parseInt(topicLength, 10);
    const payload = line.substring(behind + 3, behind + 3 + parseInt(payloadLength, 10));
    this.#tell(slot, qos, line.substring(quote + 1, behind), payload);
  }

  #tell(slot: string, qos: string, topic: string, payload: string): void {
    this.#sink.message(parseInt(slot, 10), parseInt(qos, 10), topic, topic.length, payload, payload.length);
  }
}
