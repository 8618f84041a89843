import type { Command } from '../../modules/at/command.js';
import type { AnyValues } from '../../modules/at/field.js';
import type { Sink } from './sink.js';

/** A command whose answer follows. */
export interface Request {
  readonly command: Command;
  readonly values: AnyValues;
}

/** What a benchmark feeds with the bytes of a stream. */
export interface Parser {
  /** A command is sent; parsers that only read lines note what its answer looks like. */
  begin(request: Request): void;
  /** What one read of the port gives. */
  feed(bytes: Uint8Array): void;
}

/** Gives the text of a read, one character for each byte, natively: each engine has its own way. */
export type Decoder = (bytes: Uint8Array) => string;

export type ParserMaker = (sink: Sink) => Parser;
