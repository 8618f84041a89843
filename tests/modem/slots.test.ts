import test from 'ava';
import { type CellularError, cellularError } from '../../modules/at/errors.js';
import { FieldReader } from '../../modules/at/field-reader.js';
import type { Urc } from '../../modules/at/command.js';
import { mqttBroken, packetRegistrationChanged } from '../../modules/fibocom/urcs.js';
import { Slots } from '../../modules/modem/slots.js';

function listener() {
  const heard: (Urc | CellularError)[] = [];
  return {
    heard,
    onUrc: (urc: Urc) => {
      heard.push(urc);
    },
    onLinkDown: (error: CellularError) => {
      heard.push(error);
    },
  };
}

function fieldsOf(urc: Urc, text: string): FieldReader {
  const bytes = Buffer.from(text);
  const fields = new FieldReader();
  if (!fields.match(urc.fields ?? [], bytes, -1, 0, bytes.length)) throw new Error(`${text} is no ${urc.name}`);
  return fields;
}

test('slots 1 and 2 are handed out, 3 only to who asks for it', (t) => {
  const slots = new Slots();
  t.is(slots.claim(listener(), undefined), 1);
  t.is(slots.claim(listener(), undefined), 2);
  t.is((t.throws(() => slots.claim(listener(), undefined)) as CellularError).code, 'slot-taken');
  t.is(slots.claim(listener(), 3), 3);
  slots.release(1);
  t.is(slots.claim(listener(), undefined), 1);
});

test('a slot that still owes a completion is handed out last', (t) => {
  const slots = new Slots();
  t.is(slots.claim(listener(), undefined), 1);
  slots.release(1, true);
  t.is(slots.claim(listener(), undefined), 2);
  t.is(slots.claim(listener(), undefined), 1);
  slots.release(2, true);
  slots.release(1);
  t.is(slots.claim(listener(), undefined), 1);
});

test('a taken slot, and numbers that are none', (t) => {
  const slots = new Slots();
  slots.claim(listener(), 2);
  t.is((t.throws(() => slots.claim(listener(), 2)) as CellularError).code, 'slot-taken');
  for (const slot of [0, 4, -1, 1.5, NaN]) {
    t.is((t.throws(() => slots.claim(listener(), slot)) as CellularError).code, 'invalid-argument');
    t.notThrows(() => slots.release(slot));
  }
});

test('a URC goes to its slot and to no other', (t) => {
  const slots = new Slots();
  const first = listener();
  const second = listener();
  slots.claim(first, 1);
  slots.claim(second, 2);
  t.true(slots.route(mqttBroken, fieldsOf(mqttBroken, ' 2,1')));
  t.deepEqual(first.heard, []);
  t.deepEqual(second.heard, [mqttBroken]);
  t.true(slots.route(mqttBroken, fieldsOf(mqttBroken, '3,1')));
  t.is(slots.unclaimed, 1);
  t.false(slots.route(packetRegistrationChanged, fieldsOf(packetRegistrationChanged, '1')));
});

test('the end of the link is told once, and only of a link that was up', (t) => {
  const slots = new Slots();
  const first = listener();
  slots.claim(first, 1);
  const error = cellularError('connection-lost', 'gone');
  slots.down(error);
  t.deepEqual(first.heard, []);
  slots.up();
  slots.down(error);
  slots.down(error);
  t.deepEqual(first.heard, [error]);
});
