import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { writeFields } from '../../modules/at/send/writer.js';
import { counted, type Field, integer, optional, quoted, tail, word } from '../../modules/at/field.js';
import { FieldReader } from '../../modules/at/line/field-reader.js';
import { commands, urcs } from '../../modules/fibocom/table.js';
import { check } from '../property.js';
import { described, latin1 } from './bench.js';
import { bytesOf, valuesFor } from './values.js';

const reader = new FieldReader();

/** The fields as {@link described} shows them, or `undefined` where the line does not fit. */
function read(fields: readonly Field[], line: string): string | undefined {
  const bytes = latin1(line);
  return reader.match(fields, bytes, -1, 0, bytes.length) ? described(reader) : undefined;
}

/** Every list of fields that stands on a line: arguments, replies and URCs, each once. */
const ofCommands = commands.flatMap(({ arguments: fields, reply }) => [fields, reply?.fields ?? []]);
const lists = [...new Set([...ofCommands, ...urcs.map((urc) => urc.fields ?? [])])];

for (const fields of lists.filter((list) => list.length > 0)) {
  const names = fields.map(({ kind, name }) => `${kind} ${name}`);
  test(`written and read again: ${names.join(', ')} (list ${lists.indexOf(fields)})`, (t) => {
    const roundTrip = fc.property(valuesFor(fields), fc.nat(4095), (values, offset) => {
      const line = new Uint8Array(4096);
      const end = writeFields(fields, values, line, 0);
      const ring = new Uint8Array(4096);
      for (let index = 0; index < end; index += 1) ring[(offset + index) & 4095] = line[index];
      const start = 4096 * 17 + offset;
      assert.ok(reader.match(fields, ring, 4095, start, start + end), latin1Text(line, end));
      fields.forEach((field, index) => {
        const value = values[index];
        assert.equal(reader.has(field.name), value !== undefined);
        if (value === undefined) assert.equal(reader.byteLength(field.name), 0);
        else if (typeof value === 'number') assert.equal(reader.integer(field.name), value);
        else assert.deepEqual(copied(field.name), bytesOf(value));
      });
    });
    check(t, roundTrip, { runs: 60 });
  });
}

const withoutPayload = lists.filter((list) => list.length > 0 && !list.some(({ kind }) => kind === 'tail' || kind === 'counted'));

test('what a row needs is read whatever further fields stand behind, in every list of the table', (t) => {
  const further = fc.array(fc.constantFrom('', '0', '"00"', '00001000', '"a,b"', ' 7 '), { minLength: 1, maxLength: 6 });
  const decorated = fc.property(
    fc.constantFrom(...withoutPayload).chain((fields) => fc.tuple(fc.constant(fields), valuesFor(fields))),
    further,
    ([fields, values], more) => {
      const line = new Uint8Array(8192);
      const end = writeFields(fields, values, line, 0);
      let last = values.length;
      while (last > 0 && values[last - 1] === undefined) last -= 1;
      // All commas of the row are there, so that what follows is behind them.
      const commas = ','.repeat(fields.length - Math.max(last, 1));
      const text = `${latin1Text(line, end)}${commas},${more.join(',')}`;
      const bytes = latin1(text);
      assert.ok(reader.match(fields, bytes, -1, 0, bytes.length), text);
      fields.forEach((field, index) => assert.equal(reader.has(field.name), values[index] !== undefined, text));
    },
  );
  check(t, decorated, { runs: 500 });
});

test('a line is read the same whatever blanks stand around its fields', (t) => {
  const fields = [integer('slot', 1, 3), integer('qos', 0, 2), quoted('topic', 0, 99), tail('payload')];
  const gap = fc.nat(3).map((count) => ' '.repeat(count));
  const spaced = fc.property(fc.array(gap, { minLength: 8, maxLength: 8 }), (gaps) => {
    const [a, b, c, d, e, f, g] = gaps;
    assert.equal(read(fields, `${a}1${b},${c}0${d},${e}"a b"${f},${g}"x, y"`), '1|0|a b|x, y');
  });
  check(t, spaced, { runs: 50 });
});

test('an integer is digits within its bounds and nothing else', (t) => {
  const fields = [integer('n', -20, 300)];
  for (const text of ['0', '300', '-20', '007', '-0']) t.not(read(fields, text), undefined, text);
  const others = ['301', '-21', '', '-', '+1', '1.0', '1 2', '"1 2"', '"1', '1"', '0x1', '1a', '--1', '12345678901234567890', '4294967296'];
  for (const text of others) t.is(read(fields, text), undefined, text);
});

test('integers of any size are read within their bounds, and others are refused', (t) => {
  const values = fc.oneof(fc.integer({ min: -99999999, max: 999999999 }), fc.integer({ min: -99999, max: 170000 }));
  const bounded = fc.property(fc.integer({ min: -99999, max: 99999 }), fc.nat(70000), values, (minimum, width, value) => {
    const fits = value >= minimum && value <= minimum + width;
    assert.equal(read([integer('n', minimum, minimum + width)], String(value)), fits ? String(value) : undefined);
    if (fits) assert.equal(reader.integer('n'), value);
  });
  check(t, bounded, { runs: 500 });
});

test('V.250 escapes are one byte each, and a backslash before anything else is itself', (t) => {
  const fields = [quoted('text', 0, 99)];
  t.is(read(fields, '"\\22a\\0d\\0A\\5C"'), '"a\r\n\\');
  t.is(read(fields, '"\\2"'), '\\2');
  t.is(read(fields, '"\\zz\\"'), '\\zz\\');
  t.is(read(fields, '"\\\\41"'), '\\A');
  t.is(reader.byteLength('text'), 2);
  t.is(reader.text('text'), '\\A');
});

test('text is decoded as UTF-8, from its bytes or from its escapes', (t) => {
  read([quoted('text', 0, 99)], `"${latin1Text(Buffer.from('°C'), 3)} \\C2\\B0"`);
  t.is(reader.text('text'), '°C °');
});

test('an optional field may be empty between commas, or missing with all that follows', (t) => {
  const fields = [word('first'), optional(integer('second', 0, 9)), optional(word('third'))];
  t.is(read(fields, 'a'), 'a');
  t.is(read(fields, 'a,'), 'a|');
  t.is(read(fields, 'a,,c'), 'a||c');
  t.false(reader.has('second'));
  t.is(reader.integer('second'), 0);
  t.true(reader.has('third'));
  t.is(read(fields, 'a,1'), 'a|1');
  t.false(reader.has('third'));
  t.is(reader.text('third'), '');
  t.is(read(fields, ',1,c'), undefined);
});

test('a field that is required must be there', (t) => {
  const fields = [integer('mode', 0, 5), integer('status', 0, 10)];
  t.is(read(fields, '0,1'), '0|1');
  for (const line of ['0', '0,', ',1', '', ',0,1', '0 1', '0;1']) t.is(read(fields, line), undefined, line);
});

test('fields that the row does not know mean nothing, whatever they are', (t) => {
  const fields = [integer('mode', 0, 5), optional(quoted('text', 0, 9))];
  for (const more of [',', ',,', ',0', ',"a"', ',"b,c"', ',x y', ', ', ',"never closed', ',,,"00001000",']) {
    t.is(read(fields, `0,"t"${more}`), '0|t', more);
    t.false(reader.isQuoteOpen, more);
  }
  for (const junk of ['"t"x', '"t" "u"', '"t"0']) t.is(read(fields, `0,${junk},1`), '0|', junk);
});

test('text stands without its quotes, and numbers within quotes', (t) => {
  const fields = [integer('mode', 0, 5), quoted('area', 0, 8), optional(integer('technology', 0, 15))];
  t.is(read(fields, '1,DF16,7'), '1|DF16|7');
  t.is(read(fields, '"1", DF16 ,"7"'), '1|DF16|7');
  t.is(read(fields, '1,a\\22,7'), '1|a\\22|7');
  for (const line of ['1,DF16",7', '1,D"F16,7', '1,"DF16,7', '"1,DF16,7', '1",DF16', '"",DF16']) t.is(read(fields, line), undefined, line);
});

test('an optional field that cannot be read is absent, and a comma in quotes is none of the line', (t) => {
  const fields = [integer('status', 0, 10), optional(integer('n', 0, 9)), optional(word('rest'))];
  for (const junk of ['x', '10', '1 2', '-1', '"a,b"', '"1', '1.0']) {
    t.is(read(fields, `1,${junk}${junk === '"1' ? '' : ',end'}`), junk === '"1' ? '1|' : '1||end', junk);
    t.false(reader.has('n'));
    t.is(reader.integer('n'), 0);
  }
});

test('a number has no more digits than its field takes, so that a code of four digits is none', (t) => {
  const fields = [integer('status', 0, 15, 2)];
  t.is(read(fields, '01'), '01');
  t.is(reader.integer('status'), 1);
  for (const line of ['0001', '001', '"0001"', '16']) t.is(read(fields, line), undefined, line);
});

test("a command's arguments are held against its row exactly", (t) => {
  const fields = [integer('slot', 1, 3), quoted('topic', 1, 9), optional(integer('qos', 0, 2))];
  const isExactly = (line: string): boolean => {
    const bytes = latin1(line);
    return reader.match(fields, bytes, -1, 0, bytes.length, true);
  };
  t.true(isExactly('1,"t"') && isExactly('1,"t",2') && isExactly(' 1 , "t" ,'));
  for (const line of ['1,t', '"1","t"', '1,"t",3', '1,"t",2,', '1,"t",2,0', '1,"t",x', '1,"t"2']) t.false(isExactly(line), line);
});

test('a line that ends in a payload is exact as a whole', (t) => {
  const message = [integer('slot', 1, 3), quoted('topic', 0, 99), tail('payload')];
  for (const line of ['1,t,"p"', '"1","t","p"', '1,a/b","p"', '1,"t","p",0']) t.is(read(message, line), undefined, line);
  const counting = [integer('length', 0, 9), counted('payload', 0)];
  for (const line of ['"1","p"', '1,"p",0', '1,"p"0']) t.is(read(counting, line), undefined, line);
});

test('a line that ends within quotes is told', (t) => {
  read([integer('state', 0, 9), optional(quoted('text', 0, 99))], '0,"never');
  t.true(reader.isQuoteOpen);
  read([integer('state', 0, 9)], '0');
  t.false(reader.isQuoteOpen);
});

test('nothing is left to read of a line that does not fit', (t) => {
  t.is(read([integer('a', 0, 9), integer('b', 0, 9)], '1,x'), undefined);
  t.is(reader.count, 0);
  t.false(reader.has('a'));
  t.is(reader.integer('a'), 0);
  t.is(reader.text('a'), '');
  t.is(reader.copy('a', new Uint8Array(4)), 0);
});

test('a word stands with quotes or without, and ends before blanks', (t) => {
  const fields = [word('state'), optional(word('rest'))];
  t.is(read(fields, ' SIM PIN  '), 'SIM PIN');
  t.is(read(fields, '"8986,00" , x '), '8986,00|x');
  t.is(read(fields, '"open'), undefined);
});

test('an unescaped tail runs to the last quote of the line', (t) => {
  const fields = [integer('n', 0, 9), tail('payload')];
  t.is(read(fields, '1,"say "hi", \\22 and go"'), '1|say "hi", \\22 and go');
  t.is(read(fields, '1,""'), '1|');
  for (const line of ['1,"', '1,"open', '1,bare', '1,"x" ']) t.is(read(fields, line), undefined, line);
});

test('a counted field is as long as declared, whatever is in it', (t) => {
  const fields = [integer('length', 0, 999), counted('payload', 0)];
  t.is(read(fields, '5,"a"\r\n,"'), '5|a"\r\n,');
  t.is(read(fields, '0,""'), '0|');
  t.is(read(fields, '4,"abc"'), undefined);
  t.is(read(fields, '2,"abc"'), undefined);
  t.is(read(fields, '999,"abc"'), undefined);
});

test('a length that is absent is none, and not that of a line before', (t) => {
  const fields = [optional(integer('length', 0, 9)), counted('payload', 0)];
  t.is(read(fields, '3,"abc"'), '3|abc');
  t.is(read(fields, ',"abc"'), undefined);
  t.is(read(fields, ',""'), '|');
});

test('all before a counted field is read before it comes', (t) => {
  const fields = [integer('topicLength', 0, 99), integer('length', 0, 99), counted('topic', 0), counted('payload', 1)];
  const line = latin1('3,5,"a"b","hello"');
  for (let end = 0; end < 11; end += 1) t.is(reader.matchBefore(fields, line, -1, 0, end), -1, line.toString('latin1', 0, end));
  for (let end = 11; end <= line.length; end += 1) t.is(reader.matchBefore(fields, line, -1, 0, end), 11);
  t.is(described(reader), '3|5|a"b');
});

test('a copy takes what fits, from where it is told', (t) => {
  read([quoted('text', 0, 99)], '"ab\\41\\42cd"');
  const target = latin1('........');
  t.is(reader.copy('text', target, 4), 4);
  t.is(target.toString('latin1'), '....abAB');
  t.is(reader.byteLength('text'), 6);
});

test('positions beyond 32 bits are read like any others', (t) => {
  const ring = Buffer.alloc(64);
  const line = latin1('7,"\\41bc",xyz');
  for (const start of [2 ** 31 - 5, 2 ** 32 - 4, 2 ** 32 - 3, 2 ** 40 + 60]) {
    line.forEach((byte, index) => ring.writeUInt8(byte, (start + index) % 64));
    t.true(reader.match([integer('n', 0, 9), quoted('text', 0, 9), word('rest')], ring, 63, start, start + line.length));
    t.true(reader.has('text') && reader.has('rest'));
    t.is(described(reader), '7|Abc|xyz');
  }
});

function copied(name: string): Buffer {
  const bytes = Buffer.alloc(reader.byteLength(name));
  assert.equal(reader.copy(name, bytes), bytes.length);
  return bytes;
}

function latin1Text(bytes: Uint8Array, end: number): string {
  return Buffer.from(bytes.subarray(0, end)).toString('latin1');
}
