import type { HostMemory } from '../ports/host-memory.js';

/**
 * What a host keeps of its module beyond its own restart, in one text: the fingerprint of the TLS files that it has loaded, and behind a
 * blank the slots that may still owe completions. It is read once, and written when something changes.
 */
export class ModuleMemory {
  readonly #memory: HostMemory | undefined;
  #files = '';
  #slots: string | undefined = undefined;
  #isWritten = true;

  constructor(memory: HostMemory | undefined) {
    this.#memory = memory;
    const text = textOf(memory);
    const end = text.indexOf(' ');
    this.#files = end < 0 ? text : text.slice(0, end);
    if (end >= 0) this.#slots = text.slice(end + 1);
  }

  /** The fingerprint of the files that the module holds; empty where that is not known. */
  get files(): string {
    return this.#files;
  }

  /** Slots that may owe completions, each behind a comma; `undefined` where that is not known. */
  get slots(): string | undefined {
    return this.#slots;
  }

  keepFiles(files: string): void {
    this.#keep(files, this.#slots);
  }

  keepSlots(slots: string): void {
    this.#keep(this.#files, slots);
  }

  /** What could not be written is written with the next change, or the next look. */
  #keep(files: string, slots: string | undefined): void {
    if (this.#isWritten && files === this.#files && slots === this.#slots) return;
    this.#files = files;
    this.#slots = slots;
    try {
      this.#memory?.write(slots === undefined ? files : `${files} ${slots}`);
      this.#isWritten = true;
    } catch {
      // Then there is none, and the module is restarted with the host.
      this.#isWritten = false;
    }
  }
}

function textOf(memory: HostMemory | undefined): string {
  try {
    const text = memory?.read();
    return typeof text === 'string' ? text : '';
  } catch {
    return '';
  }
}
