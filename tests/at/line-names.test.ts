import test from 'ava';
import type { Urc } from '../../modules/at/command.js';
import { LineNames, nameEnd, nameTable, type NameTable } from '../../modules/at/line/names.js';
import { commands, urcs } from '../../modules/fibocom/table.js';
import { latin1 } from './bench.js';
import { ringWith } from './ring-source.js';

const table = nameTable({ commands, urcs });

/** Looks for the name of a line that comes behind `before` bytes of others. */
function findIn(known: NameTable, text: string, before = 0): number {
  const ring = ringWith(latin1(text), before);
  return new LineNames(known, ring).find(ring.head, ring.tail);
}

const find = (text: string): number => findIn(table, text);
const nameOf = (index: number): string | undefined => table.names[index];
const urcOf = (index: number): Urc | undefined => (index < 0 ? undefined : table.urcs[index]);

test('every name of the table is found as itself', (t) => {
  const prefixes = commands.map(({ reply }) => reply?.prefix).filter((prefix) => prefix !== undefined);
  for (const name of [...urcs.map((urc) => urc.name), ...prefixes]) t.is(nameOf(find(name)), name);
});

test('a URC is found by its name, and a prefix that is no URC has none', (t) => {
  for (const urc of urcs) t.is(urcOf(find(urc.name)), urc);
  t.is(urcOf(find('+CSQ')), undefined);
  t.true(find('+CSQ') >= 0);
});

test('no name is found by a part of it, nor by more than it', (t) => {
  const known = new Set([...urcs.map(({ name }) => name), ...commands.map(({ reply }) => reply?.prefix)]);
  for (const { name } of urcs) {
    for (const near of [name.slice(1), name.slice(0, -1), `${name}X`, ` ${name}`, name.toLowerCase(), `${name.slice(0, -1)}~`]) {
      if (!known.has(near)) t.is(find(near), -1, near);
    }
  }
  t.is(find(''), -1);
  t.is(find('+MQTTMSG'.repeat(10)), -1);
});

test('two names of one bucket are told apart', (t) => {
  // Their words have one sum, in either order.
  const first = { name: '+ABCWXYZ', summary: '', source: '' };
  const second = { name: 'WXYZ+ABC', summary: '', source: '' };
  const both = nameTable({ commands: [], urcs: [first, second] });
  t.is(both.urcs[findIn(both, first.name)], first);
  t.is(both.urcs[findIn(both, `${second.name}: 1`)], second);
  t.is(findIn(both, '+ABCWXYX'), -1);
  t.is(findIn(both, `${second.name}+`), -1);
});

test('a name is found wherever in the ring it lies, and whatever stands behind it', (t) => {
  for (let before = 0; before <= 256; before += 1) {
    t.is(nameOf(findIn(table, '+MQTTPUB: 1,1\r\n', before)), '+MQTTPUB', `${before} bytes before`);
    t.is(nameOf(findIn(table, '+MQTTMSGI:::::::', before)), '+MQTTMSGI', `${before} bytes before`);
    t.is(nameOf(findIn(table, '+SIM READY', before)), '+SIM READY', `${before} bytes before`);
  }
});

test('a name ends at its colon, or with the line', (t) => {
  t.is(nameEnd(latin1('+CSQ: 1'), -1, 0, 7), 4);
  t.is(nameEnd(latin1('+SIM READY'), -1, 0, 10), 10);
  const long = `${'x'.repeat(30)}: 1`;
  t.is(nameEnd(latin1(long), -1, 0, long.length), long.length);
});
