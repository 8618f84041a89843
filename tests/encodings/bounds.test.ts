import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { cbor } from '../../modules/encodings/cbor.js';
import { json } from '../../modules/encodings/json.js';
import { SenmlEncoding } from '../../modules/encodings/senml.js';
import { check } from '../property.js';
import { written } from './samples.js';

const ENCODINGS = [json(), cbor(), new SenmlEncoding('roof-1')];

for (const encoding of ENCODINGS) {
  test(`${encoding.name}: what cannot be written is refused by name`, (t) => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const refusals: [unknown, string][] = [
      [undefined, 'must be JSON'],
      [() => 1, 'must be JSON'],
      [{ temperature: NaN }, 'finite'],
      [{ thermometer: { temperature: -Infinity } }, 'finite'],
      [{ list: [1, [Infinity]] }, 'finite'],
      [cycle, 'levels deep'],
      [{ a: { b: { c: { d: {} } } } }, 'levels deep'],
      [{ count: 1n }, 'must be JSON'],
      [{ toJSON: () => undefined }, 'must be JSON'],
      [{ text: 'x'.repeat(600) }, 'at most 512 bytes'],
    ];
    for (const [sample, reason] of refusals) {
      const error = t.throws(() => written(encoding, sample));
      t.like(error, { code: 'invalid-argument' });
      t.true(error.message.includes(reason), `${error.message} names ${reason}`);
    }
  });

  test(`${encoding.name}: the bound counts bytes, and is told with what there would be`, (t) => {
    const { length } = written(encoding, { a: 'ü' });
    t.is(written(encoding, { a: 'ü' }, length).length, length);
    const { message } = t.throws(() => written(encoding, { a: 'ü' }, length - 1)) as Error;
    t.true(message.includes(`at most ${length - 1} bytes as ${encoding.name}, is ${length}`), message);
  });

  test(`${encoding.name}: whatever it is given, it writes it or throws a typed error, and never writes past its room`, (t) => {
    const run = fc.property(fc.anything(), fc.integer({ min: 0, max: 64 }), (sample, room) => {
      const target = new Uint8Array(room + 8);
      try {
        assert.ok(encoding.write(sample, target.subarray(0, room), 0) <= room);
      } catch (error) {
        if ((error as { code?: string }).code !== 'invalid-argument') throw error;
      }
      assert.ok(target.subarray(room).every((byte) => byte === 0));
    });
    check(t, run, { runs: 1000 });
  });
}
