const ENTER = '\r';
const BACKSPACE = '\x7f';
const UP = '\x1b[A';
const DOWN = '\x1b[B';
const ESCAPE = '\x1b';
const INTERRUPT = '\x03';
/** What ends a text whose length nobody has announced (3GPP TS 27.005 §3.5). */
const SUBSTITUTE = '\x1a';

/** What is sent, and whether it is a line that may be wanted again. */
export interface Typed {
  readonly text: string;
  readonly end: '' | '\r' | '\x1a' | '\x1b';
}

/** The line that is being typed, with a history of those that were. */
export class LineEditor {
  /** Whether the module awaits data: they go out as they are, without the CR that ends a command. */
  isData = false;
  text = '';
  #history: string[] = [];
  #position = 0;

  /** Takes what a terminal gives for keys, or pasted text; gives what is complete with it. */
  take(keys: string): readonly Typed[] {
    if (keys === UP || keys === DOWN) this.#recall(keys === UP ? -1 : 1);
    else if (keys === ESCAPE) return [this.#end(ESCAPE)];
    else if (!keys.startsWith(ESCAPE)) return Array.from(keys.replace(/\r?\n/g, ENTER)).flatMap((key) => this.#key(key) ?? []);
    return [];
  }

  #key(key: string): Typed | undefined {
    if (key === ENTER) return this.#end(this.isData ? '' : ENTER);
    if (key === SUBSTITUTE) return this.#end(SUBSTITUTE);
    if (key === BACKSPACE) this.text = this.text.slice(0, -1);
    else if (key === INTERRUPT) this.text = '';
    else if (key >= ' ') this.text += key;
    return undefined;
  }

  #end(end: Typed['end']): Typed {
    const { text } = this;
    this.text = '';
    if (end === ENTER && text !== '') this.#history = [...this.#history.filter((line) => line !== text), text];
    this.#position = this.#history.length;
    return { text, end };
  }

  #recall(step: number): void {
    this.#position = Math.min(Math.max(this.#position + step, 0), this.#history.length);
    this.text = this.#history[this.#position] ?? '';
  }
}
