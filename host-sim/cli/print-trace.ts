import { AtTrace } from '../trace/at-trace.js';
import { formatEntry } from '../trace/format-entry.js';
import type { VirtualUart } from '../uart/virtual-uart.js';
import type { Print } from './run-report.js';

/** Prints what passes on the UART, decoded and with secrets masked. `elapsed` gives milliseconds since the start. */
export function printTrace(uart: VirtualUart, print: Print, elapsed: () => number): void {
  const trace = new AtTrace();
  const colours = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  uart.onTraffic = (direction, bytes) => {
    for (const entry of trace.take(direction, bytes, elapsed())) print(formatEntry(entry, { colours }));
  };
}
