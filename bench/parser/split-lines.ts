import type { Decoder, Parser, Request } from './parser.js';
import { RegExpDispatch } from './regexp-dispatch.js';
import type { Sink } from './sink.js';

/** What comes is cut into lines by `split`, and each goes to the regular expressions: for engines that have no streams. */
export class SplitLines implements Parser {
  readonly #dispatch: RegExpDispatch;
  readonly #decode: Decoder;
  #rest = '';

  constructor(sink: Sink, decode: Decoder) {
    this.#dispatch = new RegExpDispatch(sink);
    this.#decode = decode;
  }

  begin(request: Request): void {
    this.#dispatch.begin(request);
  }

  feed(bytes: Uint8Array): void {
    const lines = (this.#rest + this.#decode(bytes)).split('\r\n');
    const last = lines.length - 1;
    for (let index = 0; index < last; index += 1) this.#dispatch.take(lines[index]);
    this.#rest = lines[last];
  }
}
