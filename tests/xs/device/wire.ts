import { COUNTERS } from '../heap.js';
import { host } from '../host/globals.js';
import { Hearing, HEADER, PAYLOAD, Saying } from './frame.js';

/** The one frame that goes to and fro, in memory that is not the machine's, as that of native code is. */
class Frame {
  readonly memory = host.memory(HEADER + PAYLOAD);
  readonly numbers = new Float64Array(this.memory, 0, HEADER / 8);
  readonly bytes = new Uint8Array(this.memory, HEADER);
  readonly counters = new Float64Array(host.memory(8 * COUNTERS.length));
  readonly counterBytes = new Uint8Array(this.counters.buffer);
}

/** Made when it is first used: what a preloaded module makes when it is loaded is read-only. */
let made: Frame | undefined;

function frame(): Frame {
  return (made ??= new Frame());
}

/** The device's end of the wire to the bench. Saying and hearing allocate nothing; only text does. */
export const wire = {
  /** Says it, with so many of the bytes in `bytes`, and gives how many bytes came back. */
  say(saying: number, value = 0, byteLength = 0): number {
    const { memory, numbers } = frame();
    numbers[0] = saying;
    numbers[1] = value;
    return host.exchange(memory, HEADER + byteLength) - HEADER;
  },

  /** With the machine's counters as the bytes. */
  sayWithCounters(saying: number, value: number): number {
    const { bytes, counters, counterBytes } = frame();
    host.heap(counters);
    host.copy(bytes, counterBytes, counterBytes.length);
    return wire.say(saying, value, counterBytes.length);
  },

  /** Throws where the bench refuses; else gives its answer. */
  ask(saying: number, value: number, byteLength: number): number {
    wire.say(saying, value, byteLength);
    if (wire.heard(0) === Hearing.refusal) throw new Error('refused');
    return wire.heard(1);
  },

  report(text: string): void {
    const encoded = new TextEncoder().encode(text);
    const byteLength = Math.min(encoded.length, PAYLOAD);
    host.copy(wire.bytes, encoded, byteLength);
    wire.say(Saying.report, 0, byteLength);
  },

  /** What the bench has said last. */
  heard(index: number): number {
    return frame().numbers[index];
  },

  /** The bytes that came with it, and those that go with what is said next. */
  get bytes(): Uint8Array {
    return frame().bytes;
  },
};
