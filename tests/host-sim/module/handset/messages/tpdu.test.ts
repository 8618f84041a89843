import test from 'ava';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { packSeptets, septetsOf, textOfSeptets, unpackSeptets } from '../../../../../host-sim/module/line/gsm-alphabet.js';
import { decodeTpdu, encodeDeliver, encodeSubmit, fitsMessage } from '../../../../../host-sim/module/handset/messages/tpdu.js';
import { check } from '../../../../property.js';

const bytes = (hexadecimal: string): Uint8Array => new Uint8Array(Buffer.from(hexadecimal, 'hex'));

test('messages that others have published are read', (t) => {
  const submitted = decodeTpdu(bytes('11000B916407281553F80000AA0AE8329BFD4697D9EC37'));
  t.like(submitted, { kind: 'submit', number: '+46708251358', text: 'hellohello', coding: 0, length: 10 });
  const delivered = decodeTpdu(bytes('040BC87238880900F10000993092516195800AE8329BFD4697D9EC37'));
  t.like(delivered, { kind: 'deliver', number: '27838890001', text: 'hellohello' });
  t.deepEqual(delivered?.timestamp, { utc: Date.UTC(2099, 2, 29, 13, 16, 59), quarterHours: 8 });
});

test('messages are written as the specification has them, octet by octet', (t) => {
  const hexadecimal = (pdu: Uint8Array): string => Buffer.from(pdu).toString('hex').toUpperCase();
  t.is(hexadecimal(encodeSubmit('+46708251358', 'hellohello')), '11000B916407281553F80000A70AE8329BFD4697D9EC37');
  t.is(hexadecimal(encodeSubmit('10010', '是')), '110005810110F00008A702662F');
  t.is(
    hexadecimal(encodeDeliver('27838890001', 'hellohello', { utc: Date.UTC(2099, 2, 29, 13, 16, 59), quarterHours: 8 })),
    '040B817238880900F10000993092516195800AE8329BFD4697D9EC37',
  );
});

test('what ends too early, or is no message, is refused', (t) => {
  const whole = bytes('11000B916407281553F80000AA0AE8329BFD4697D9EC37');
  for (let length = 0; length < whole.length; length += 1) t.is(decodeTpdu(whole.subarray(0, length)), undefined);
  t.is(decodeTpdu(bytes('02000B916407281553F8')), undefined);
});

test('any text that fits comes back, in the default alphabet or in UCS2', (t) => {
  const text = fc.oneof(
    fc.string({ maxLength: 160, unit: 'grapheme-ascii' }),
    fc.string({ maxLength: 70, unit: 'grapheme-composite' }),
  );
  const number = fc.tuple(fc.constantFrom('', '+'), fc.stringMatching(/^[0-9]{3,20}$/)).map(([sign, digits]) => sign + digits);
  const timestamp = fc.record({
    utc: fc.integer({ min: Date.UTC(2001, 0) / 1000, max: Date.UTC(2098, 0) / 1000 }).map((seconds) => seconds * 1000),
    quarterHours: fc.integer({ min: -48, max: 56 }),
  });
  check(
    t,
    fc.property(text, number, timestamp, (content, address, moment) => {
      fc.pre(fitsMessage(content));
      const submitted = decodeTpdu(encodeSubmit(address, content));
      assert.deepEqual([submitted?.kind, submitted?.number, submitted?.text], ['submit', address, content]);
      const delivered = decodeTpdu(encodeDeliver(address, content, moment));
      assert.deepEqual([delivered?.number, delivered?.text], [address, content]);
      assert.deepEqual(delivered?.timestamp, { ...moment });
    }),
  );
});

test('septets are packed as the specification shows', (t) => {
  t.is(Buffer.from(packSeptets(septetsOf('hellohello') ?? [])).toString('hex'), 'e8329bfd4697d9ec37');
  t.is(textOfSeptets(unpackSeptets(bytes('e8329bfd4697d9ec37'), 10)), 'hellohello');
  t.deepEqual(septetsOf('€'), [0x1b, 0x65]);
  t.is(septetsOf('是'), undefined);
  t.false(fitsMessage('x'.repeat(161)));
  t.false(fitsMessage('是'.repeat(71)));
});
