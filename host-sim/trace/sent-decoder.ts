import { BLANK, CR, LF } from '../../modules/base/ascii.js';
import type { CommandDecoder, DecodedLine } from './command-decoder.js';
import type { Conversation } from './conversation.js';
import { DataPhase } from './data-phase.js';
import type { Secrets } from './secrets.js';
import type { DecodedEntry } from './trace-entry.js';
import { byteCount, latin1 } from './trace-text.js';

const BACKSPACE = 0x08;
/** Longest command line (docs/facts.md#longest-line); what is longer is counted. */
const LINE_LIMIT = 12288;

/** Makes command lines and prompted data of what goes to the module. */
export class SentDecoder {
  readonly #commands: CommandDecoder;
  readonly #secrets: Secrets;
  readonly #conversation: Conversation;
  readonly #found: (finding: DecodedEntry) => void;
  #line: number[] = [];
  #length = 0;
  /** Those that the line under way has announced and that are not there yet. */
  #phases: DataPhase[] = [];
  /** Whether the table has the last line, so that what it does not announce does not come. */
  #isKnown = false;
  /**
   * From secret data, from the torn beginning of a secret, or from before the first byte heard, to the next line that is known:
   * a line of base64 may look like a command of some other table.
   */
  #isAmongSecrets = true;

  constructor(commands: CommandDecoder, secrets: Secrets, conversation: Conversation, found: (finding: DecodedEntry) => void) {
    this.#commands = commands;
    this.#secrets = secrets;
    this.#conversation = conversation;
    this.#found = found;
  }

  take(bytes: Uint8Array, time: number): void {
    let position = 0;
    while (position < bytes.length) {
      const rest = bytes.subarray(position);
      position += this.#phases.length > 0 ? this.#takeData(this.#phases[0], rest) : this.#takeLineByte(rest[0], time);
    }
  }

  /** Nothing more comes. */
  end(): void {
    this.#endData();
    if (this.#length > 0) this.#hide('no end of the line');
  }

  /** Whether a `>` can be a prompt: data are announced, or nobody knows what was. */
  get awaitsPrompt(): boolean {
    return this.#phases.length > 0 ? !this.#phases[0].isPrompted : !this.#isKnown || this.#length > 0;
  }

  /** Gives how many bytes the prompt asks for, where that is known. */
  onPrompt(): number | undefined {
    if (this.#phases.length === 0) {
      if (this.#length > 0) this.#hide('no end of the line');
      this.#begin([new DataPhase(undefined)]);
    }
    const [phase] = this.#phases;
    phase.isPrompted = true;
    return phase.length;
  }

  /** Whatever the module still waited for, it does not any more. */
  onFinal(): void {
    this.#endData();
  }

  #begin(phases: DataPhase[]): void {
    this.#phases = phases;
    if (phases.some(({ isSecret }) => isSecret)) {
      this.#isAmongSecrets = true;
      this.#conversation.isHiding = true;
    }
  }

  #takeData(phase: DataPhase, bytes: Uint8Array): number {
    // Before the prompt an LF can only be the terminator's.
    if (!phase.isPrompted && !phase.isBegun && bytes[0] === LF) return 1;
    const count = phase.take(bytes);
    if (phase.isComplete) this.#tellData(phase);
    return count;
  }

  #endData(): void {
    const [phase] = this.#phases;
    if (phase?.isBegun) this.#tellData(phase);
    this.#phases = [];
  }

  #tellData(phase: DataPhase): void {
    this.#phases.shift();
    this.#found({ kind: 'data', text: phase.text(this.#secrets), explanation: phase.isSecret ? 'not shown' : undefined });
  }

  /** V.250 §5.2.2: control characters within a line are ignored, but for the backspace. */
  #takeLineByte(byte: number, time: number): number {
    if (byte === CR) {
      if (this.#length > LINE_LIMIT) this.#hide('longer than a command line may be');
      else if (this.#length > 0) this.#endLine(Uint8Array.from(this.#line), time);
    } else if (byte === BACKSPACE) {
      this.#length = Math.max(this.#length - 1, 0);
      this.#line.length = Math.min(this.#line.length, this.#length);
    } else if (byte >= BLANK) {
      if (this.#length < LINE_LIMIT) this.#line.push(byte);
      this.#length += 1;
    }
    return 1;
  }

  #endLine(line: Uint8Array, time: number): void {
    const start = latin1(line).toUpperCase().indexOf('AT');
    const command = line.subarray(start);
    const decoded = start < 0 ? undefined : this.#commands.decode(command);
    // Behind noise, or between lines of a key, only what is known is a command.
    const isCertain = start === 0 && !this.#isAmongSecrets;
    if (decoded === undefined || !(decoded.isKnown || isCertain)) return this.#hide('no command');
    this.#tellCommand(command, decoded, start, time);
  }

  #tellCommand(line: Uint8Array, decoded: DecodedLine, noise: number, time: number): void {
    const { text, explanation, rows, data, isKnown, isShown, isTorn } = decoded;
    this.#forgetLine();
    this.#isKnown = isKnown;
    this.#isAmongSecrets = isTorn || (this.#isAmongSecrets && !isKnown);
    this.#conversation.begin(line, rows, isShown, time);
    this.#found({ kind: 'command', text: noise > 0 ? `${byteCount(noise)}${text}` : text, explanation });
    this.#begin(data.map((announced) => new DataPhase(announced)));
  }

  /** Nobody knows what is in these bytes, so they are counted. */
  #hide(explanation: string): void {
    this.#found({ kind: 'unknown', text: byteCount(this.#length), explanation });
    this.#forgetLine();
    this.#isKnown = false;
    this.#conversation.isHiding = true;
  }

  #forgetLine(): void {
    this.#line = [];
    this.#length = 0;
  }
}
