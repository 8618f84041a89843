import test from 'ava';
import { LineNames, nameEnd, nameTable } from '../../modules/at/line/names.js';
import { commands, urcs } from '../../modules/fibocom/table.js';
import { latin1 } from './bench.js';

const names = new LineNames(nameTable({ commands, urcs }));

function find(text: string): number {
  return names.find(latin1(text), -1, 0, text.length);
}

test('every name of the table is found as itself', (t) => {
  const prefixes = commands.map(({ reply }) => reply?.prefix).filter((prefix) => prefix !== undefined);
  for (const name of [...urcs.map((urc) => urc.name), ...prefixes]) t.is(names.name(find(name)), name);
});

test('a URC is found by its name, and a prefix that is no URC has none', (t) => {
  for (const urc of urcs) t.is(names.urc(find(urc.name)), urc);
  t.is(names.urc(find('+CSQ')), undefined);
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
  // Of one length, and the same at the end.
  const first = { name: '+AB', summary: '', source: '' };
  const second = { name: '+CB', summary: '', source: '' };
  const both = new LineNames(nameTable({ commands: [], urcs: [first, second] }));
  t.is(both.urc(both.find(latin1('+AB'), -1, 0, 3)), first);
  t.is(both.urc(both.find(latin1('+CB'), -1, 0, 3)), second);
  t.is(both.find(latin1('+@a'), -1, 0, 3), -1);
});

test('a name is found across the end of a ring', (t) => {
  const ring = Buffer.alloc(16);
  latin1('+MQTTPUB').forEach((byte, index) => ring.writeUInt8(byte, (12 + index) & 15));
  t.is(names.name(names.find(ring, 15, 12, 20)), '+MQTTPUB');
  t.is(names.name(names.find(ring, 15, 16 * 1000 + 12, 16 * 1000 + 20)), '+MQTTPUB');
});

test('a name ends at its colon, or with the line', (t) => {
  t.is(nameEnd(latin1('+CSQ: 1'), -1, 0, 7), 4);
  t.is(nameEnd(latin1('+SIM READY'), -1, 0, 10), 10);
  const long = `${'x'.repeat(30)}: 1`;
  t.is(nameEnd(latin1(long), -1, 0, long.length), long.length);
});
