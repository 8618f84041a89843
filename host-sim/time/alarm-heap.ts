/** What the heap keeps in order. An entry is in one heap at most, and the heap alone writes its fields. */
export interface HeapEntry {
  /** When it is due, in milliseconds. */
  at: number;
  /** Serial number of its insertion: among equals, the earlier goes first. */
  order: number;
  /** Its place in the heap; -1 outside. */
  index: number;
}

/**
 * A binary heap whose entries know their place, so that an alarm can be moved and taken out in logarithmic time. A deadline
 * that is disarmed leaves nothing behind: a simulated year arms millions of them that never come due.
 */
export class AlarmHeap<Entry extends HeapEntry> {
  readonly #entries: Entry[] = [];
  #inserted = 0;

  get size(): number {
    return this.#entries.length;
  }

  /** The entry that is due first. */
  get first(): Entry | undefined {
    return this.#entries[0];
  }

  /** Puts the entry in, or moves it, to be due at `at`; it goes behind all that are due at the same time. */
  insert(entry: Entry, at: number): void {
    entry.at = at;
    entry.order = this.#inserted;
    this.#inserted += 1;
    if (entry.index < 0) entry.index = this.#entries.push(entry) - 1;
    this.#rise(entry);
    this.#sink(entry);
  }

  /** Takes the entry out; legal when it is not in. */
  remove(entry: Entry): void {
    if (entry.index < 0) return;
    const last = this.#entries.pop();
    if (last !== undefined && last !== entry) {
      this.#place(last, entry.index);
      this.#rise(last);
      this.#sink(last);
    }
    entry.index = -1;
  }

  #rise(entry: Entry): void {
    let index = entry.index;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = this.#entries[above];
      if (!isBefore(entry, parent)) break;
      this.#place(parent, index);
      index = above;
    }
    this.#place(entry, index);
  }

  #sink(entry: Entry): void {
    const entries = this.#entries;
    let index = entry.index;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= entries.length) break;
      const right = left + 1;
      const below = right < entries.length && isBefore(entries[right], entries[left]) ? right : left;
      const child = entries[below];
      if (!isBefore(child, entry)) break;
      this.#place(child, index);
      index = below;
    }
    this.#place(entry, index);
  }

  #place(entry: Entry, index: number): void {
    this.#entries[index] = entry;
    entry.index = index;
  }
}

function isBefore(entry: HeapEntry, other: HeapEntry): boolean {
  return entry.at < other.at || (entry.at === other.at && entry.order < other.order);
}
