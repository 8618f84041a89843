import type { Transform } from 'node:stream';
import { ReadlineParser, RegexParser } from 'serialport';
import type { Parser } from './parser.js';
import { RegExpDispatch } from './regexp-dispatch.js';
import type { Sink } from './sink.js';

/** `@serialport/parser-readline`, whose lines go to the regular expressions. */
export function readlineParser(sink: Sink): Parser {
  return dispatched(new ReadlineParser({ delimiter: '\r\n' }), sink);
}

/** `@serialport/parser-regex`, likewise. */
export function regexParser(sink: Sink): Parser {
  return dispatched(new RegexParser({ regex: /\r\n/ }), sink);
}

/** The streams deliver within `write` as long as somebody listens and nothing waits. */
function dispatched(transform: Transform, sink: Sink): Parser {
  const dispatch = new RegExpDispatch(sink);
  transform.on('data', (line: string) => dispatch.take(line));
  return {
    begin: (request) => dispatch.begin(request),
    feed: (bytes) => {
      transform.write(bytes);
    },
  };
}
