import type { DecodedTraffic } from './module-terminal.js';

const LF = 0x0a;
const PROMPT = /> ?$/;
const WIDTH = 16;

/**
 * Shows the bytes of what was said, line ends and all. Bytes wait until all of them are decoded: where a secret is among them,
 * they are counted and not shown.
 */
export class HexView {
  #pending = { 'to-module': Buffer.alloc(0), 'from-module': Buffer.alloc(0) };

  /** Gives the lines to print, if any. */
  take({ direction, bytes, entries }: DecodedTraffic): readonly string[] {
    const pending = Buffer.concat([this.#pending[direction], bytes]);
    const end = entries.length === 0 ? 0 : endOfDecoded(direction, pending);
    this.#pending[direction] = pending.subarray(end);
    if (end === 0) return [];
    const isSecret = entries.some(({ text }) => text.includes('•') || text.includes('‹'));
    return isSecret ? [`  ${end} bytes, not shown`] : hexLines(pending.subarray(0, end));
  }
}

/** Behind the last line; what is behind that has not been decoded. A prompt has no line end. */
function endOfDecoded(direction: DecodedTraffic['direction'], bytes: Buffer): number {
  if (direction === 'to-module' || PROMPT.test(bytes.toString('latin1'))) return bytes.length;
  return bytes.lastIndexOf(LF) + 1;
}

function hexLines(bytes: Buffer): readonly string[] {
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; start += WIDTH) {
    const row = bytes.subarray(start, start + WIDTH);
    const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = row.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
    lines.push(`  ${start.toString(16).padStart(4, '0')}  ${hex.padEnd(3 * WIDTH - 1)}  ${text}`);
  }
  return lines;
}
