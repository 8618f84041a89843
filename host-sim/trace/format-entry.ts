import { styleText } from 'node:util';
import type { EntryKind, TraceEntry } from './trace-entry.js';

/** How a trace is shown. */
export interface FormatOptions {
  /** Whether to colour by kind, with ANSI escapes. Default false. */
  readonly colours?: boolean;
}

const TIME_WIDTH = 10;
/** Explanations stand in a column of their own, as long as texts leave room for it. */
const TEXT_WIDTH = 44;

type Colour = Parameters<typeof styleText>[0];

const COLOURS: Readonly<Record<EntryKind, Colour>> = {
  command: 'cyan',
  data: 'cyan',
  echo: 'dim',
  reply: 'green',
  final: 'green',
  urc: 'yellow',
  prompt: 'magenta',
  unknown: 'red',
};

/** One line for a terminal: seconds, direction (`→` to the module, `←` from it), text and explanation. */
export function formatEntry(entry: TraceEntry, options: FormatOptions = {}): string {
  const paint = options.colours === true ? painted : (text: string) => text;
  const { explanation = '' } = entry;
  const time = (entry.time / 1000).toFixed(3).padStart(TIME_WIDTH);
  const arrow = entry.direction === 'to-module' ? '→' : '←';
  const text = explanation === '' ? entry.text : entry.text.padEnd(TEXT_WIDTH);
  return [time, `${arrow} ${paint(text, colourOf(entry))}`, explanation && paint(explanation, 'dim')].filter(Boolean).join('  ');
}

function colourOf({ kind, text }: TraceEntry): Colour {
  return kind === 'final' && text !== 'OK' ? 'red' : COLOURS[kind];
}

/** Whether colours are wanted, the caller has said. */
function painted(text: string, colour: Colour): string {
  return styleText(colour, text, { validateStream: false });
}
