import { utf8Write, type Reading } from '../../encodings/toolkit.js';
import { writeDecimal } from '../../firmware/platform-toolkit.js';
import { FlatEncoding } from './flat-encoding.js';

/** What a reading looks like, from its beginning to its end. */
export interface ReadingForm {
  /** Before the reading's number. */
  readonly head: string;
  /** Behind it. */
  readonly afterNumber: string;
  /** Before the date in milliseconds, where the message has it; without a date it is left out. */
  readonly time?: string;
  /** Before the values. */
  readonly beforeValues: string;
  /** Before each value. */
  readonly opening?: string;
  /** Before the date in milliseconds, where each value has it. */
  readonly valueTime?: string;
  /** Behind each value. */
  readonly closing?: string;
  /** Behind the values. */
  readonly tail: string;
  /** Before and behind health, where that is a property; it goes as it is where absent. */
  readonly health?: readonly [before: string, behind: string];
  /** As in {@link ValueForm}. */
  readonly integers?: readonly string[];
  readonly booleansAsNumbers?: boolean;
}

/** Bytes that a reading may take besides its sample, names, dates and all. */
const ROOM = 768;

/** Readings as properties of a thing model. */
export class PropertyEncoding extends FlatEncoding {
  readonly name: string;
  readonly #form: ReadingForm;

  constructor(name: string, form: ReadingForm) {
    super({ opening: form.opening, integers: form.integers, booleansAsNumbers: form.booleansAsNumbers, room: ROOM });
    this.name = name;
    this.#form = form;
  }

  /** Of health. */
  override write(value: unknown, target: Uint8Array, offset: number): number {
    const { health } = this.#form;
    if (health === undefined) return super.write(value, target, offset);
    const [before, behind] = health;
    const room = target.subarray(0, target.length - behind.length);
    return utf8Write(behind, target, super.write(value, room, utf8Write(before, target, offset)));
  }

  protected writeHead({ sequence, time }: Reading, target: Uint8Array, offset: number): number {
    const { head, afterNumber, time: beforeTime, beforeValues } = this.#form;
    let end = utf8Write(afterNumber, target, writeDecimal(sequence, target, utf8Write(head, target, offset)));
    if (beforeTime !== undefined && time !== undefined) end = writeDecimal(time, target, utf8Write(beforeTime, target, end));
    return utf8Write(beforeValues, target, end);
  }

  protected override closeValue({ time }: Reading, target: Uint8Array, offset: number): number {
    const { valueTime, closing } = this.#form;
    let end = offset;
    if (valueTime !== undefined && time !== undefined) end = writeDecimal(time, target, utf8Write(valueTime, target, end));
    return closing === undefined ? end : utf8Write(closing, target, end);
  }

  protected writeTail(_reading: Reading, target: Uint8Array, offset: number): number {
    return utf8Write(this.#form.tail, target, offset);
  }
}
