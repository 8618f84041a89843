import { Ring } from '../../modules/at/line/ring.js';
import type { SerialPort } from '../../modules/ports/serial.js';

/** Bytes that any ring takes at a time. */
const INTAKE = 64;

/** Gives what it has in pieces no larger than `piece`. */
export function source(bytes: Uint8Array, piece = Infinity): SerialPort & { readonly left: number } {
  let done = 0;
  return {
    get left() {
      return bytes.length - done;
    },
    read(target) {
      const count = Math.min(target.length, bytes.length - done, piece);
      // A port may leave anything behind the bytes that it counts.
      target.fill(0x0a);
      target.set(bytes.subarray(done, done + count));
      done += count;
      return count === 0 ? undefined : count;
    },
    write: () => undefined,
    close: () => undefined,
  };
}

/** A ring into which these bytes have come, after so many that are gone. */
export function ringWith(bytes: Uint8Array, before = 0, capacity = 256): Ring {
  const ring = new Ring(capacity);
  for (let passed = 0; passed < before; passed += INTAKE) {
    ring.fill(source(new Uint8Array(Math.min(INTAKE, before - passed))));
    ring.consume(ring.tail);
  }
  ring.fill(source(bytes));
  return ring;
}
