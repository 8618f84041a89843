import type { Request } from './parser.js';

/** Bytes that a read of the port gives: half of an ESP32's receive FIFO. */
export const READ = 64;

/** A command, where there is one, and what the module says then. */
export interface Step {
  readonly request?: Request;
  /** In reads, each with a buffer of its own. */
  readonly reads: readonly Uint8Array[];
}

/** What one after another is fed to each parser, round by round. */
export interface Stream {
  readonly name: string;
  readonly steps: readonly Step[];
  /** Bytes of a round. */
  readonly bytes: number;
  /** Messages and lines of a round: what a figure per message is divided by. */
  readonly messages: number;
}

export interface Said {
  readonly request?: Request;
  readonly text: string;
}

/** `messages` is counted by whoever makes the stream, and held against what each parser finds by a test. */
export function stream(name: string, messages: number, said: readonly Said[]): Stream {
  const bytes = said.reduce((sum, { text }) => sum + text.length, 0);
  return { name, bytes, messages, steps: said.map(({ request, text }) => ({ request, reads: inReads(text) })) };
}

function inReads(text: string): Uint8Array[] {
  const reads: Uint8Array[] = [];
  for (let start = 0; start < text.length; start += READ) {
    const piece = new Uint8Array(Math.min(READ, text.length - start));
    for (let at = 0; at < piece.length; at += 1) piece[at] = text.charCodeAt(start + at);
    reads.push(piece);
  }
  return reads;
}
