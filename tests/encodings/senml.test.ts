import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { SenmlEncoding, senml, senmlWith } from '../../modules/encodings/senml.js';
import { check } from '../property.js';
import { FORMS, messagesOf, numbers, readingOf, textOf } from './samples.js';
import { resolved } from './senml-pack.js';

const NOW = 1767225700;

function sampleOf(encoding: SenmlEncoding, sample: unknown): Uint8Array {
  const target = new Uint8Array(2000);
  return target.slice(0, encoding.writeSample(sample, target, 0));
}

test('the resolver of these tests resolves the examples of RFC 8428', (t) => {
  // §5.1.1, §5.1.2 and §5.1.3.
  t.deepEqual(resolved('[{"n":"urn:dev:ow:10e2073a01080063","u":"Cel","v":23.1}]', NOW), [{ n: 'urn:dev:ow:10e2073a01080063', t: NOW, u: 'Cel', value: 23.1 }]);
  const power = '[{"bn":"urn:dev:ow:10e2073a01080063:","n":"voltage","u":"V","v":120.1},{"n":"current","u":"A","v":1.2}]';
  t.deepEqual(resolved(power, NOW).map(({ n, value }) => [n, value]), [['urn:dev:ow:10e2073a01080063:voltage', 120.1], ['urn:dev:ow:10e2073a01080063:current', 1.2]]);
  const many = '[{"bn":"urn:dev:ow:10e2073a0108006:","bt":1.276020076001e+09,"bu":"A","n":"voltage","u":"V","v":120.1},{"n":"current","t":-5,"v":1.2}]';
  t.deepEqual(resolved(many, NOW)[1], { n: 'urn:dev:ow:10e2073a0108006:current', t: 1276020071.001, u: 'A', value: 1.2 });
  t.throws(() => resolved('[{"n":"a"}]', NOW));
});

test('a reading is a pack of its sequence number and its values, at its time', (t) => {
  const encoding = senmlWith({ temperature: 'Cel', humidity: '%RH' })({ nodeId: 'roof-1' }) as SenmlEncoding;
  const sample = sampleOf(encoding, { thermometer: { temperature: 21.5 }, hygrometer: { humidity: 48 }, faults: [true, 'wet'], calibrated: null });
  const { alone } = messagesOf(encoding, [readingOf({ time: 1767225600123 }, sample)]);
  t.is(
    textOf(alone[0]),
    '[{"bn":"roof-1/air/","bt":1767225600.123,"n":"sequence","v":17},{"n":"thermometer/temperature","u":"Cel","v":21.5},' +
      '{"n":"hygrometer/humidity","u":"%RH","v":48},{"n":"faults/0","vb":true},{"n":"faults/1","vs":"wet"}]',
  );
  t.deepEqual(resolved(textOf(alone[0]), NOW)[1], { n: 'roof-1/air/thermometer/temperature', t: 1767225600.123, u: 'Cel', value: 21.5 });
});

test('each form of a reading says what JSON says, alone and in a batch', (t) => {
  const encoding = new SenmlEncoding('roof-1');
  const sample = sampleOf(encoding, { a: 1 });
  const { alone, batch } = messagesOf(encoding, FORMS.map((form) => readingOf(form, sample)));
  const records = alone.map((message) => resolved(textOf(message), NOW));
  t.deepEqual(resolved(textOf(batch), NOW), records.flat());
  FORMS.forEach((form, index) => {
    const found = Object.fromEntries(records[index].map(({ n, value }) => [n.replace('roof-1/air/', ''), value]));
    const seconds = (milliseconds: number | undefined, name: string) => (milliseconds === undefined ? {} : { [name]: milliseconds / 1000 });
    t.deepEqual(found, {
      sequence: form.sequence,
      ...seconds(form.uncertainty, 'uncertainty'),
      ...(form.boot === undefined ? {} : { boot: form.boot }),
      ...seconds(form.uptime, 'uptime'),
      ...seconds(form.after, 'after'),
      ...(form.isRefused === true ? { refused: true } : { a: 1 }),
    });
    const time = form.time === undefined ? NOW - (form.age ?? 0) / 1000 : form.time / 1000;
    t.true(records[index].every((record) => record.t === time));
  });
});

test('a number is the same when it comes back', (t) => {
  const encoding = new SenmlEncoding('n');
  const run = fc.property(numbers, (value) => {
    const { alone } = messagesOf(encoding, [readingOf({ time: 1 }, sampleOf(encoding, { a: value }))]);
    assert.equal(resolved(textOf(alone[0]), NOW)[1].value, value === 0 ? 0 : value);
  });
  check(t, run, { runs: 500 });
});

test('what else the node says is a pack under its name, and true when it comes', (t) => {
  const encoding = senml({ nodeId: 'roof-1' });
  const target = new Uint8Array(200);
  const pack = (value: unknown): string => textOf(target.slice(0, encoding.write(value, target, 0)));
  t.is(pack({ interval: 60 }), '[{"bn":"roof-1/","n":"interval","v":60}]');
  t.deepEqual(resolved(pack({ signal: { rssi: -71 }, operator: 'x' }), NOW).map(({ n, value }) => [n, value]), [['roof-1/signal/rssi', -71], ['roof-1/operator', 'x']]);
  t.is(pack({}), '[]');
  t.is(pack(21.5), '[{"bn":"roof-1/","n":"value","v":21.5}]');
});

test('what is no name in SenML is refused by name', (t) => {
  t.like(t.throws(() => new SenmlEncoding('Dach 1')), { code: 'invalid-argument' });
  const error = t.throws(() => sampleOf(new SenmlEncoding('roof-1'), { 'relative humidity': 48 }));
  t.regex(error?.message ?? '', /relative humidity/);
});
