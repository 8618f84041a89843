import { BITS_PER_BYTE, isSameRate, misread } from '../uart/misread.js';
import type { ByteFilter } from './faulty-line.js';

/** Each byte with this probability. */
export interface Chance {
  readonly random: () => number;
  readonly rate: number;
}

export function losing({ random, rate }: Chance): ByteFilter {
  return (bytes) => bytes.filter(() => random() >= rate);
}

/** One bit of the byte. */
export function flipping({ random, rate }: Chance): ByteFilter {
  return (bytes) => bytes.map((byte) => (random() < rate ? byte ^ (1 << Math.floor(random() * 8)) : byte));
}

export function repeating({ random, rate }: Chance): ByteFilter {
  return (bytes) => Uint8Array.from([...bytes].flatMap((byte) => (random() < rate ? [byte, byte] : [byte])));
}

export function inserting({ random, rate }: Chance): ByteFilter {
  const anything = (): number => Math.floor(random() * 256);
  return (bytes) => Uint8Array.from([...bytes].flatMap((byte) => (random() < rate ? [anything(), byte] : [byte])));
}

/** The bytes as a receiver at another rate reads them, each on a line idle before and after. */
export function misreading(transmitBaud: number, receiveBaud: number): ByteFilter {
  if (isSameRate(transmitBaud, receiveBaud)) return (bytes) => bytes;
  return (bytes) => Uint8Array.from([...bytes].flatMap((byte) => [...misread(byte, transmitBaud, receiveBaud).bytes]));
}

/** The first `count` bytes that come. `onEnd` hears that they have come. */
export function losingFirst(count: number, onEnd: () => void): ByteFilter {
  let left = count;
  return (bytes) => {
    const lost = Math.min(left, bytes.length);
    left -= lost;
    if (left === 0 && lost > 0) onEnd();
    return bytes.subarray(lost);
  };
}

export interface SlowReader {
  readonly now: () => number;
  readonly baud: number;
  /** Bytes of the host's receive FIFO. */
  readonly fifo: number;
  /** Milliseconds from a byte in an empty FIFO until the host reads it. */
  readonly latency: number;
}

/** What a host that reads late has left of a burst: bytes come at the pace of the line, and a full FIFO loses them. */
export function overrunning({ now, baud, fifo, latency }: SlowReader): ByteFilter {
  const byteTime = (BITS_PER_BYTE * 1000) / baud;
  let arrival = 0;
  let readAt = -1;
  let held = 0;
  return (bytes) => {
    arrival = Math.max(arrival, now());
    return bytes.filter(() => {
      arrival += byteTime;
      if (arrival > readAt) {
        held = 0;
        readAt = arrival + latency;
      }
      held += 1;
      return held <= fifo;
    });
  };
}
