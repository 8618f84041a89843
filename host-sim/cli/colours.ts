import type { WriteStream } from 'node:tty';
import type { FormatOptions } from '../trace/format-entry.js';

/**
 * In colour where it is a terminal that shows them, unless `NO_COLOR` says otherwise (no-color.org), and whatever it is where
 * `FORCE_COLOR` is set to anything but 0.
 */
export function formatFor(output: WriteStream, { FORCE_COLOR, NO_COLOR }: NodeJS.ProcessEnv = process.env): FormatOptions {
  if (FORCE_COLOR !== undefined) return { colours: FORCE_COLOR !== '0' && FORCE_COLOR !== 'false' };
  const isUnwanted = NO_COLOR !== undefined && NO_COLOR !== '';
  return { colours: output.isTTY === true && !isUnwanted && output.hasColors() };
}
