import test from 'ava';
import * as checks from '../../modules/base/checks.js';

const SOURCE = 'docs/x.md';
const TIME = { now: () => 0, alarm: () => undefined };

interface Case {
  readonly check: (value: unknown) => void;
  readonly taken: readonly unknown[];
  readonly refused: readonly unknown[];
  readonly bound: string;
}

const CASES: Readonly<Record<string, Case>> = {
  object: { check: (value) => checks.checkObject('it', value, SOURCE), taken: [{}, []], refused: [null, undefined, 'x', 1], bound: 'must be an object' },
  methods: {
    check: (value) => checks.checkMethods('it', value, ['read', 'write'], '{ read(), write() }', SOURCE),
    taken: [{ read: () => 0, write: () => 0 }],
    refused: [null, undefined, {}, { read: () => 0 }, { read: () => 0, write: 1 }, 'x'],
    bound: 'must be { read(), write() }',
  },
  callback: {
    check: (value) => checks.checkCallback('it', value, SOURCE),
    taken: [undefined, null, () => 0],
    refused: [1, 'x', {}],
    bound: 'must be a function',
  },
  number: {
    check: (value) => checks.checkNumber('it', value, 1, 5, SOURCE, ' ms'),
    taken: [1, 1.5, 5],
    refused: [0.9, 5.1, NaN, '3', undefined, null],
    bound: 'must be 1 to 5 ms',
  },
  'whole number': {
    check: (value) => checks.checkWholeNumber('it', value, 1, 5, SOURCE),
    taken: [1, 3, 5],
    refused: [0, 6, 1.5, NaN, '3', undefined],
    bound: 'must be a whole number from 1 to 5',
  },
  choice: {
    check: (value) => checks.checkChoice('it', value, [0, 1, 2], SOURCE),
    taken: [0, 1, 2],
    refused: [3, '1', true, undefined],
    bound: 'must be 0, 1 or 2',
  },
  word: {
    check: (value) => checks.checkChoice('it', value, ['none', 'hardware'], SOURCE),
    taken: ['none', 'hardware'],
    refused: ['software', 0, undefined],
    bound: 'must be none or hardware',
  },
  boolean: {
    check: (value) => checks.checkBoolean('it', value, SOURCE),
    taken: [true, false],
    refused: ['false', 0, undefined],
    bound: 'must be true or false',
  },
  string: { check: (value) => checks.checkString('it', value, SOURCE), taken: ['', 'x'], refused: [1, null, undefined], bound: 'must be a string' },
  array: { check: (value) => checks.checkArray('it', value, SOURCE), taken: [[], [1]], refused: [{ length: 0 }, 'x', undefined], bound: 'must be an array' },
};

for (const [name, { check, taken, refused, bound }] of Object.entries(CASES)) {
  test(`${name}: takes what it is, and refuses all else by name, bound and source`, (t) => {
    for (const value of taken) t.notThrows(() => check(value));
    for (const value of refused) t.throws(() => check(value), { code: 'invalid-argument', message: `it: ${bound} (${SOURCE})` });
  });
}

test('a time has a clock and alarms', (t) => {
  t.notThrows(() => checks.checkTime(TIME, SOURCE));
  t.throws(() => checks.checkTime({ now: TIME.now }, SOURCE), { message: `time: must be a Time: { now, alarm } (${SOURCE})` });
});

test('an option that is none is refused, with its way and those that are', (t) => {
  const refuse = (options: unknown, prefix: string) => () => checks.refuseUnknownOptions(options as object, ['a', 'b'], prefix, SOURCE);
  t.notThrows(refuse({}, ''));
  t.notThrows(refuse({ a: 1, b: undefined }, ''));
  t.throws(refuse({ a: 1, c: 2 }, 'modem.'), { message: `modem.c: is no option; a, b are (${SOURCE})` });
  t.throws(refuse(null, ''), { message: `options: must be an object (${SOURCE})` });
  t.throws(refuse(1, 'modem.'), { message: `modem: must be an object (${SOURCE})` });
});
