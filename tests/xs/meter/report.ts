/** What one path took. */
export interface PathReport {
  readonly name: string;
  /** Bytes of each message or line; 0 where there is no such number. */
  readonly size: number;
  /** Taken by N rounds, and by 2N. */
  readonly slots: readonly [number, number];
  readonly chunkBytes: readonly [number, number];
  readonly collections: number;
  /** Of one round. */
  readonly computrons: number;
  /** Computrons of the longest turn. */
  readonly longestTurn: number;
}

/** What is taken of the heap after a collection. */
export interface HeapReport {
  readonly when: string;
  readonly slots: number;
  readonly chunkBytes: number;
}

/** Computrons of the longest turn of what is no path. */
export interface TurnReport {
  readonly name: string;
  readonly computrons: number;
}

/** What the program on the machine found out. */
export interface Report {
  readonly paths: readonly PathReport[];
  /** In the order of time. */
  readonly heaps: readonly HeapReport[];
  readonly turns: readonly TurnReport[];
  /** Slots of the stack at most, above those of the program that measures. */
  readonly peakStack: number;
  /** Bytes of bytecode that the driver is compiled to. */
  readonly codeBytes: number;
}

export const MODEM_UP = 'modem up';
export const BEFORE_MESSAGES = 'two slots subscribed';
export const AFTER_MESSAGES = 'after 10,000 messages';
/** Allocates one slot a line, to show that it is seen. */
export const CONTROL = 'a control that allocates';
/** The program's own call, made before the UART is open: tests/ports/moddable/main.test.ts holds that order. */
export const OPENING_CALL = 'opening an outbox in which 10,000 readings wait';
/** The erase alone stops an ESP32 for 45 ms or more, whatever the driver does; what it does is to look whether all is erased. */
export const ERASING_CALL = 'appending to the outbox, where a block is erased first';
/** The same at a moment when the module is silent. */
export const ERASING_AHEAD = 'erasing a block of the outbox ahead';
/** Encodings, as rows name them. */
export const ENCODING_NAMES = ['JSON', 'CBOR', 'SenML'] as const;
/** It is too long: some twenty fields are gathered and written in one turn. It comes once an hour, behind the last answer of the module. */
export const HEALTH_CALL = 'a health record in ';
/** What is not held to the limit of a turn. */
export const UNBOUNDED: readonly string[] = [
  OPENING_CALL,
  ERASING_CALL,
  ERASING_AHEAD,
  ...ENCODING_NAMES.map((name) => `${HEALTH_CALL}${name}`),
];
/** An object's names can be asked for on XS by an array of them only, which is garbage at once. */
export const OBJECT = 'an object of two objects';
