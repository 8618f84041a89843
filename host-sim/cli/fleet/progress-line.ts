import type { WriteStream } from 'node:tty';
import type { Progress } from '../../fleet/phase.js';

const WIDTH = 30;
const ERASE = '\r\x1b[K';

/** A bar that stays on its line; nothing where nobody sees it. */
export function progressLine(stream: WriteStream): { readonly show: Progress; end(): void } {
  const write = (text: string): void => {
    if (stream.isTTY) stream.write(text);
  };
  return {
    show: (phase, done, nodes) => {
      const filled = Math.round((done / nodes) * WIDTH);
      write(`${ERASE}${phase.padEnd(12)} [${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${done} of ${nodes}`);
    },
    end: () => write(ERASE),
  };
}
