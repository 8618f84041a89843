/** Most URCs that the module holds while a command is under way (docs/facts.md#urcs-during-a-command). */
const COUNT_LIMIT = 32;
const BYTE_LIMIT = 4096;

/** URCs that wait for a command's final result; where they are too many the oldest is lost. */
export class UrcQueue {
  #lines: Uint8Array[] = [];
  #bytes = 0;
  readonly #onDropped: () => void;

  constructor(onDropped: () => void) {
    this.#onDropped = onDropped;
  }

  push(line: Uint8Array): void {
    this.#lines.push(line);
    this.#bytes += line.length;
    while (this.#lines.length > COUNT_LIMIT || this.#bytes > BYTE_LIMIT) this.#drop();
  }

  /** Takes them all, oldest first. */
  take(): readonly Uint8Array[] {
    const lines = this.#lines;
    this.#lines = [];
    this.#bytes = 0;
    return lines;
  }

  #drop(): void {
    const oldest = this.#lines.shift();
    this.#bytes -= oldest?.length ?? 0;
    this.#onDropped();
  }
}
