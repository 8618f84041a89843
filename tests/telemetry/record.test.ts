import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { JSON_NUMBER } from '../../modules/encodings/encoding.js';
import { recordFor } from '../../modules/telemetry/outbox.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { ReadingParts, RecordKind, sampleOffset, writeReadingHead } from '../../modules/telemetry/record.js';
import { check } from '../property.js';

function recordOf(bytes: ArrayLike<number>) {
  const record = recordFor(new RamOutbox());
  record.payload.set(bytes);
  record.byteLength = bytes.length;
  return record;
}

test('a reading is found again as it was written', (t) => {
  const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
  const run = fc.property(fc.nat({ max: 255 }), bytes(255), bytes(200), (encoding, name, sample) => {
    const written = new Uint8Array(sampleOffset(name.length) + sample.length);
    writeReadingHead(written, encoding, name);
    written.set(sample, sampleOffset(name.length));
    const parts = new ReadingParts();
    assert.ok(parts.find(recordOf(written)));
    assert.equal(parts.encoding, encoding);
    assert.deepEqual(written.slice(parts.nameStart, parts.nameEnd), name);
    assert.deepEqual(written.slice(parts.sampleStart, parts.sampleEnd), sample);
  });
  check(t, run);
});

test('what a program of the first release has left is a reading in JSON of a sensor without a name', (t) => {
  const parts = new ReadingParts();
  const sample = new TextEncoder().encode('{"thermometer":{"temperature":21.5}}');
  t.true(parts.find(recordOf(sample)));
  t.like(parts, { encoding: JSON_NUMBER, sampleStart: 0, sampleEnd: sample.length });
  t.is(parts.nameStart, parts.nameEnd);
});

test('what is no reading is none', (t) => {
  const { reading, message } = RecordKind;
  for (const bytes of [[], [0], [reading], [reading, 1], [reading, 1, 1], [message, 1, 0, 0], [255]]) {
    t.false(new ReadingParts().find(recordOf(bytes)), String(bytes));
  }
});

test('a record says for ever what its first byte has said', (t) => {
  t.deepEqual({ ...RecordKind }, { firstRelease: 123, reading: 1, message: 2 });
  const head = new Uint8Array(6);
  writeReadingHead(head, 2, new TextEncoder().encode('air'));
  t.deepEqual([...head], [1, 2, 3, 0x61, 0x69, 0x72]);
});
