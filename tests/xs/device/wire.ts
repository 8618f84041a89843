import { COUNTERS } from '../heap.js';
import { host } from '../host/globals.js';
import { Hearing, HEADER, PAYLOAD, Saying } from './frame.js';

const frame = new ArrayBuffer(HEADER + PAYLOAD);
const numbers = new Float64Array(frame, 0, HEADER / 8);
const bytes = new Uint8Array(frame, HEADER);
const counters = new Float64Array(COUNTERS.length);
const counterBytes = new Uint8Array(counters.buffer);

/** The device's end of the wire to the bench. Saying and hearing allocate nothing; only text does. */
export const wire = {
  /** Says it, with so many of the bytes in `bytes`, and gives how many bytes came back. */
  say(saying: number, value = 0, byteLength = 0): number {
    numbers[0] = saying;
    numbers[1] = value;
    return host.exchange(frame, HEADER + byteLength) - HEADER;
  },

  /** With the machine's counters as the bytes. */
  sayWithCounters(saying: number, value: number): number {
    host.heap(counters);
    host.copy(bytes, counterBytes, counterBytes.length);
    return wire.say(saying, value, counterBytes.length);
  },

  /** Throws where the bench refuses; else gives its answer. */
  ask(saying: number, value: number, byteLength: number): number {
    wire.say(saying, value, byteLength);
    if (numbers[0] === Hearing.refusal) throw new Error('refused');
    return numbers[1];
  },

  report(text: string): void {
    const encoded = new TextEncoder().encode(text);
    const byteLength = Math.min(encoded.length, PAYLOAD);
    host.copy(bytes, encoded, byteLength);
    wire.say(Saying.report, 0, byteLength);
  },

  /** What the bench has said last. */
  heard(index: number): number {
    return numbers[index];
  },

  /** The bytes that came with it, and those that go with what is said next. */
  bytes,
};
