/** Start bit, eight data bits, stop bit. */
export const BITS_PER_BYTE = 10;

/** Where the two rates are further apart than this, the last bits of a byte are sampled in their neighbours. */
const TOLERANCE = 0.03;

export function isSameRate(baud: number, other: number): boolean {
  return Math.abs(baud / other - 1) <= TOLERANCE;
}

/** What a receiver at another rate makes of one byte. */
export interface Misreading {
  readonly bytes: readonly number[];
  /** When the receiver is done with it, in bits of the transmitter: a byte that starts before has no start bit for it. */
  readonly end: number;
}

/**
 * Samples the waveform of one byte, on a line idle before and after, as a receiver at `receiveBaud` does: from each falling
 * edge on, in the middle of what it takes for a bit. Frames whose stop bit is wrong are kept, as the ESP32's FIFO keeps them.
 */
export function misread(byte: number, transmitBaud: number, receiveBaud: number): Misreading {
  const sampling = transmitBaud / receiveBaud;
  const bytes: number[] = [];
  let edge = 0;
  let end = 0;
  while (edge >= 0) {
    // A start bit that is over by its middle was noise.
    const isStart = levelAt(byte, edge + sampling / 2) === 0;
    if (isStart) bytes.push(sample(byte, edge, sampling));
    end = edge + sampling * (isStart ? BITS_PER_BYTE - 0.5 : 0.5);
    edge = fallingEdgeFrom(byte, end);
  }
  return { bytes, end };
}

function sample(byte: number, edge: number, sampling: number): number {
  let value = 0;
  for (let bit = 0; bit < 8; bit += 1) value |= levelAt(byte, edge + (bit + 1.5) * sampling) << bit;
  return value;
}

/** The level of the line `bits` after the start bit began. */
function levelAt(byte: number, bits: number): number {
  const index = Math.floor(bits);
  return index === 0 ? 0 : index <= 8 ? (byte >> (index - 1)) & 1 : 1;
}

/** Where the next 1 turns to 0 from there on, or -1. */
function fallingEdgeFrom(byte: number, bits: number): number {
  for (let index = Math.floor(bits) + 1; index <= 8; index += 1) {
    if (levelAt(byte, index - 1) === 1 && levelAt(byte, index) === 0) return index;
  }
  return -1;
}
