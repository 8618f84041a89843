import { DriverParser } from './driver-parser.js';
import type { Copy } from './fed-port.js';
import { GsmModem } from './gsm-modem.js';
import type { Decoder, ParserMaker } from './parser.js';
import { readlineParser, regexParser } from './serialport-parsers.js';
import { SplitLines } from './split-lines.js';
import { StringSlicing } from './string-slicing.js';

export const DRIVER = 'cellnode';

const decode: Decoder = ({ buffer, byteOffset, length }) => Buffer.from(buffer, byteOffset, length).toString('latin1');
const copy: Copy = (target, source) => target.set(source);

/** All that are compared on Node.js, the driver first. */
export const NODE_PARSERS: Readonly<Record<string, ParserMaker>> = {
  [DRIVER]: (sink) => new DriverParser(sink, copy),
  'string slicing': (sink) => new StringSlicing(sink, decode),
  'split + RegExp': (sink) => new SplitLines(sink, decode),
  '@serialport/parser-readline + RegExp': readlineParser,
  '@serialport/parser-regex + RegExp': regexParser,
  'serialport-gsm + RegExp': (sink) => new GsmModem(sink),
};
