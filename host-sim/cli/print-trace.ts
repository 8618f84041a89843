import type { LineTable } from '../../modules/at/line/names.js';
import { AtTrace } from '../trace/at-trace.js';
import { formatEntry, type FormatOptions } from '../trace/format-entry.js';
import type { TrafficDirection } from '../uart/virtual-uart.js';

/** Where lines go; the terminal in the end. */
export type Print = (line: string) => void;

/**
 * Makes a watcher of a UART's traffic that prints it, decoded and with secrets masked. `elapsed` gives milliseconds since the
 * start. `table`: the driver's where none is given.
 */
export function tracePrinter(
  print: Print,
  options: FormatOptions,
  elapsed: () => number,
  table?: LineTable,
): (direction: TrafficDirection, bytes: Uint8Array) => void {
  const trace = new AtTrace(table);
  return (direction, bytes) => {
    for (const entry of trace.take(direction, bytes, elapsed())) print(formatEntry(entry, options));
  };
}
