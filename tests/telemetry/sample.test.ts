import test from 'ava';
import fc from 'fast-check';
import { encodeSample } from '../../modules/telemetry/sample.js';
import { check } from '../property.js';

function encoded(sample: unknown, limit = 512): string {
  const target = new Uint8Array(limit);
  return new TextDecoder().decode(target.subarray(0, encodeSample(sample, target)));
}

test('a compound sample is its JSON', (t) => {
  const sample = { thermometer: { temperature: 21.5 }, hygrometer: { humidity: 48 }, place: 'Köln', faults: undefined };
  t.is(encoded(sample), '{"thermometer":{"temperature":21.5},"hygrometer":{"humidity":48},"place":"Köln"}');
});

test('what is no reading is refused by name', (t) => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const refusals: [unknown, string][] = [
    [undefined, 'must be an object'],
    [null, 'must be an object'],
    [21.5, 'must be an object'],
    [{ temperature: NaN }, 'finite'],
    [{ thermometer: { temperature: -Infinity } }, 'finite'],
    [{ list: [1, [Infinity]] }, 'finite'],
    [cycle, 'levels deep'],
    [{ count: 1n }, 'must be JSON'],
    [{ toJSON: () => undefined }, 'must be JSON'],
    [{ text: 'x'.repeat(600) }, 'at most 512 bytes as JSON, is 611'],
  ];
  for (const [sample, reason] of refusals) {
    const error = t.throws(() => encoded(sample));
    t.like(error, { code: 'invalid-argument' });
    t.true(error.message.includes(reason), `${error.message} names ${reason}`);
  }
});

test('the bound counts bytes', (t) => {
  t.is(encoded({ a: 'ü' }, 10), '{"a":"ü"}');
  t.throws(() => encoded({ a: 'ü' }, 9));
});

test('whatever it is given, it gives JSON or a typed error, and never writes past its bytes', (t) => {
  const run = fc.property(fc.anything(), fc.integer({ min: 0, max: 64 }), (sample, limit) => {
    const target = new Uint8Array(limit + 4);
    try {
      const length = encodeSample(sample, target.subarray(0, limit));
      JSON.parse(new TextDecoder().decode(target.subarray(0, length)));
    } catch (error) {
      if ((error as { code?: string }).code !== 'invalid-argument') throw error;
    }
    if (target.subarray(limit).some((byte) => byte !== 0)) throw new Error('wrote past the end');
  });
  check(t, run, { runs: 500 });
});
