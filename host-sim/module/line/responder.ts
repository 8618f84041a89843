import type { Reply, Urc } from '../../../modules/at/command.js';
import type { AnyValues } from '../../../modules/at/field.js';
import type { ModuleEventHandler } from '../module-event.js';
import type { Profile } from '../profile.js';
import { type CommandHook, noHook, type SpokenKind } from './command-hook.js';
import { LineWriter } from './line-writer.js';
import { type CommandFailure, numericResult, resultText } from './result-codes.js';
import type { Settings } from './settings.js';
import { ownWord } from '../voice.js';
import { UrcQueue } from './urc-queue.js';
import { utf8Bytes } from '../../../modules/base/utf8.js';
import { joined } from './byte-text.js';

const TRAILING_BLANK = utf8Bytes(' ');
const NOTHING = new Uint8Array(0);

/** Everything that the module says: frames it as V.250 §5.7 has it and keeps URCs out of a command's answer. */
export class Responder {
  readonly #profile: Profile;
  readonly #settings: Settings;
  readonly #write: (bytes: Uint8Array) => void;
  readonly #onEvent: ModuleEventHandler;
  readonly #hook: CommandHook;
  readonly #held: UrcQueue;
  readonly #writer: LineWriter;
  /** Of the voice's stray words, the next. */
  #strayWord = 0;
  #isHolding = false;
  /** S3, S4, their order, and the line end that they make. */
  #terminator = -1;
  #formatter = -1;
  #lineEnding: Profile['lineEnding'] | undefined;
  #end: Uint8Array = new Uint8Array(0);

  constructor(
    profile: Profile,
    settings: Settings,
    write: (bytes: Uint8Array) => void,
    onEvent: ModuleEventHandler,
    hook: CommandHook = noHook,
  ) {
    this.#hook = hook;
    this.#writer = new LineWriter(profile);
    this.#profile = profile;
    this.#settings = settings;
    this.#write = write;
    this.#onEvent = onEvent;
    this.#held = new UrcQueue(() => onEvent({ type: 'urc-dropped' }));
  }

  /** A command line has arrived: URCs wait from here to its final result, where the profile's module does so. */
  begin(): void {
    this.#isHolding = this.#profile.holdsUrcs;
  }

  /** `isTerminated`: whether the line ended with a terminator that can be echoed; `A/` does not. */
  echo(line: Uint8Array, isTerminated: boolean): void {
    if (this.#settings.get('E') === 0) return;
    const isEchoed = isTerminated && this.#profile.echoesTerminator;
    this.#say('echo', isEchoed ? joined(line, Uint8Array.of(this.#settings.get('S3'))) : line);
  }

  /** `body` stands in a line of its own below. */
  information(reply: Reply, values: AnyValues, body?: string): void {
    this.#sayStrayWord();
    this.#say('information', this.#framed(this.#withBody(this.#writer.write(reply.prefix, reply.fields, values, true), body)));
  }

  text(text: string): void {
    this.#say('information', this.#framed(utf8Bytes(text)));
  }

  prompt(): void {
    this.#say('prompt', joined(this.#lineEnd(), utf8Bytes(this.#profile.blankAfterPrompt ? '> ' : '>')));
  }

  /** The final result, and the URCs that have waited for it. */
  end(fault: CommandFailure | undefined): void {
    const text = this.#cased(resultText(fault, this.#settings.get('+CMEE')));
    this.#onEvent({ type: 'result', result: text });
    if (this.#settings.get('Q') === 0) this.#result(text);
    this.abandon();
  }

  /** Words of an error; V.250's own results are in capital letters on all modules. */
  #cased(result: string): string {
    const colon = result.indexOf(':');
    return colon < 0 ? result : result.slice(0, colon) + ownWord(result.slice(colon), this.#profile);
  }

  /** Nothing more comes of the command: what was held for its final result follows. */
  abandon(): void {
    this.#isHolding = false;
    for (const urc of this.#held.take()) this.#write(urc);
  }

  report(urc: Urc, values: AnyValues, body?: string): void {
    this.#onEvent({ type: 'urc', name: urc.name });
    const text = urc.fields === undefined ? utf8Bytes(urc.name) : this.#writer.write(urc.name, urc.fields, values, false);
    const bytes = this.#framed(this.#withBody(text, body));
    this.#hook.onSpoken({ kind: 'urc', name: urc.name, bytes }, (line) => this.#release(line));
  }

  /** A URC's line: waits for the final result of the command under way, where this module's do. */
  #release(line: Uint8Array): void {
    if (this.#isHolding) this.#held.push(line);
    else this.#write(line);
  }

  #result(text: string): void {
    if (this.#settings.get('V') === 1) this.#say('final', this.#framed(utf8Bytes(text)));
    else this.#say('final', joined(utf8Bytes(numericResult(text)), Uint8Array.of(this.#settings.get('S3'))));
  }

  /** It is the module's own word, and no answer. */
  #sayStrayWord(): void {
    const { strayWords } = this.#profile;
    if (strayWords.length === 0) return;
    this.#strayWord = (this.#strayWord + 1) % strayWords.length;
    this.#write(this.#framed(utf8Bytes(strayWords[this.#strayWord])));
  }

  #say(kind: SpokenKind, bytes: Uint8Array): void {
    this.#hook.onSpoken({ kind, bytes }, this.#write);
  }

  #withBody(line: Uint8Array, body: string | undefined): Uint8Array {
    return body === undefined ? line : joined(line, this.#lineEnd(), utf8Bytes(body));
  }

  #framed(text: Uint8Array): Uint8Array {
    const end = this.#lineEnd();
    const trailing = this.#profile.blankAtLineEnd ? TRAILING_BLANK : NOTHING;
    return this.#settings.get('V') === 1 ? joined(end, text, trailing, end) : joined(text, trailing, end);
  }

  /** Made anew where it has changed: millions of lines of a simulated year end alike. */
  #lineEnd(): Uint8Array {
    const terminator = this.#settings.get('S3');
    const formatter = this.#settings.get('S4');
    // A fault may change the profile's.
    const { lineEnding } = this.#profile;
    if (terminator !== this.#terminator || formatter !== this.#formatter || lineEnding !== this.#lineEnding) {
      this.#terminator = terminator;
      this.#formatter = formatter;
      this.#lineEnding = lineEnding;
      this.#end = lineEnd(lineEnding, terminator, formatter);
    }
    return this.#end;
  }
}

function lineEnd(kind: Profile['lineEnding'], terminator: number, formatter: number): Uint8Array {
  switch (kind) {
    case 'crlf':
      return Uint8Array.of(terminator, formatter);
    case 'crcrlf':
      return Uint8Array.of(terminator, terminator, formatter);
    case 'lf':
      return Uint8Array.of(formatter);
  }
}
