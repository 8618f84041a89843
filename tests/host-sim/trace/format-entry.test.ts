import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import { formatEntry } from '../../../host-sim/trace/format-entry.js';
import type { TraceEntry } from '../../../host-sim/trace/trace-entry.js';

const COMMAND: TraceEntry = { time: 1234.5678, direction: 'to-module', kind: 'command', text: 'AT+CSQ' };
const REPLY: TraceEntry = {
  time: 61240,
  direction: 'from-module',
  kind: 'reply',
  text: '+CSQ: 20,99',
  explanation: 'rssi=20 ber=99',
};

test('times, arrows, texts and explanations stand in columns', (t) => {
  t.is(formatEntry(COMMAND), '     1.235  → AT+CSQ');
  t.is(formatEntry(REPLY), `    61.240  ← +CSQ: 20,99${' '.repeat(33)}  rssi=20 ber=99`);
  t.is(formatEntry({ ...REPLY, text: 'x'.repeat(60) }), `    61.240  ← ${'x'.repeat(60)}  rssi=20 ber=99`);
});

test('colours change nothing but the colours', (t) => {
  for (const entry of [COMMAND, REPLY]) {
    const coloured = formatEntry(entry, { colours: true });
    t.not(coloured, formatEntry(entry));
    t.is(stripVTControlCharacters(coloured), formatEntry(entry));
  }
});

test('an error is not coloured like a success', (t) => {
  const final = { ...COMMAND, kind: 'final' } as const;
  const colour = (text: string) => formatEntry({ ...final, text }, { colours: true }).replace(text, '');
  t.not(colour('ERROR'), colour('OK'));
});
