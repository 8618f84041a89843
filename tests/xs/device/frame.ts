/**
 * What device and bench say to each other, each frame an answer to the one before: four numbers, and bytes behind them. The
 * device has the word during a turn of its own, and gives it back when the turn is over.
 */

/** Bytes of the four numbers. */
export const HEADER = 32;
/** Room for the bytes behind them: more than any FIFO holds. */
export const PAYLOAD = 4096;

/** From the device, as the first number. */
export const Saying = {
  /** The program is loaded, and has not begun. Its counters are the bytes. */
  loaded: 0,
  /** The turn is over; the second number is the milliseconds until the next timer. The machine's counters are the bytes. */
  idle: 1,
  /** The serial port is opened at the rate in the second number. */
  open: 2,
  close: 3,
  /** As many bytes as the second number says are wanted. */
  read: 4,
  /** The bytes are written. */
  write: 5,
  /** The program has something to tell. */
  report: 6,
} as const;

/** From the bench. */
export const Hearing = {
  /** A turn at the time in the second number; so many bytes are readable, so many writable, -1 for no news of either. */
  turn: 0,
  /** A turn in which the program is told something. */
  command: 1,
  /** Garbage is collected, and nothing else happens. */
  collect: 2,
  /** To a question: its result in the second number, and the bytes that were asked for. */
  answer: 3,
  /** To a question: it is refused, as the native code would throw. */
  refusal: 4,
} as const;
