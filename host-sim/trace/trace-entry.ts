import type { TrafficDirection } from '../uart/virtual-uart.js';

/**
 * What a piece of the traffic is. `data` is what follows a prompt, `unknown` what nothing of the table explains; a
 * completion is a `urc`.
 */
export type EntryKind = 'command' | 'data' | 'echo' | 'reply' | 'final' | 'urc' | 'prompt' | 'unknown';

/** One thing that was said on the line, fit to be shown: what is secret is not in it. */
export interface TraceEntry {
  /** Milliseconds by the clock of whoever fed the traffic: when the byte came with which this was complete. */
  readonly time: number;
  /** Who has said it. */
  readonly direction: TrafficDirection;
  /** What it is. */
  readonly kind: EntryKind;
  /**
   * The line without its end, in printable characters. Other bytes are written `\r`, `\n` or `\xHH`, what is secret `•••`,
   * and bytes that are only counted `‹812 bytes›`.
   */
  readonly text: string;
  /** What it says, by the names of the command table: `slot=1 status=1 (success)`. */
  readonly explanation?: string;
}

/** An entry before its time and direction are put on it. */
export type DecodedEntry = Pick<TraceEntry, 'kind' | 'text' | 'explanation'>;
