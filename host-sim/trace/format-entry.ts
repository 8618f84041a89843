import type { EntryKind, TraceEntry } from './trace-entry.js';

export interface FormatOptions {
  /** Whether to colour by kind, with ANSI escapes. Default false. */
  readonly colours?: boolean;
}

const TIME_WIDTH = 10;
/** Explanations stand in a column of their own, as long as texts leave room for it. */
const TEXT_WIDTH = 44;

const RED = 31;
const DIM = 2;
const COLOURS: Readonly<Record<EntryKind, number>> = {
  command: 36,
  data: 36,
  echo: DIM,
  reply: 32,
  final: 32,
  urc: 33,
  prompt: 35,
  unknown: RED,
};

/** One line for a terminal: seconds, direction (`→` to the module, `←` from it), text and explanation. */
export function formatEntry(entry: TraceEntry, options: FormatOptions = {}): string {
  const paint = options.colours === true ? painted : (text: string) => text;
  const { explanation = '' } = entry;
  const time = (entry.time / 1000).toFixed(3).padStart(TIME_WIDTH);
  const arrow = entry.direction === 'to-module' ? '→' : '←';
  const text = explanation === '' ? entry.text : entry.text.padEnd(TEXT_WIDTH);
  return [time, `${arrow} ${paint(text, colourOf(entry))}`, explanation && paint(explanation, DIM)].filter(Boolean).join('  ');
}

function colourOf({ kind, text }: TraceEntry): number {
  return kind === 'final' && text !== 'OK' ? RED : COLOURS[kind];
}

function painted(text: string, colour: number): string {
  return `\x1b[${colour}m${text}\x1b[0m`;
}
