import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { ExactReads } from '../../../modules/ports/moddable/serial/exact-reads.js';
import { check } from '../../property.js';
import { fakeNrf52 } from './hosts/fake-nrf52.js';
import { fakePico } from './hosts/fake-pico.js';
import { readAll, Wire } from './hosts/wire.js';

const HOSTS = [
  { name: 'pico', fake: fakePico, room: 128 },
  { name: 'nrf52', fake: fakeNrf52, room: 768 },
] as const;

for (const { name, fake, room } of HOSTS) {
  const adapted = (): Wire => new Wire((time, hardware, options) => new ExactReads(fake(time, hardware), options));
  const bare = () => new Wire((time, hardware, options) => new (fake(time, hardware))(options as never));

  test(`${name}: without the adapter a view larger than what is there throws, and a read view is given back`, (t) => {
    const wire = bare();
    wire.say('abc');
    t.throws(() => wire.port.read(new Uint8Array(4)), { message: 'invalid' });
    const view = new Uint8Array(2);
    t.is(wire.port.read(view), view);
  });

  test(`${name}: a larger view takes what is there, and its count comes back`, (t) => {
    const wire = adapted();
    wire.say('0123456789');
    const target = new Uint8Array(64);
    t.is(wire.port.read(target), 10);
    t.is(Buffer.from(target).toString('latin1', 0, 11), '0123456789\0');
    t.is(wire.port.read(target), undefined);
  });

  test(`${name}: nothing there, nothing read, before the first byte and after the last`, (t) => {
    const wire = adapted();
    t.is(wire.port.read(new Uint8Array(64)), undefined);
    wire.say('a');
    t.is(wire.port.read(new Uint8Array(1)), 1);
    t.is(wire.port.read(new Uint8Array(1)), undefined);
    t.is(wire.port.read(new Uint8Array(0)), undefined);
  });

  test(`${name}: what was left is read later, though it is not announced again`, (t) => {
    const wire = adapted();
    wire.say('0123456789');
    wire.port.read(new Uint8Array(7));
    wire.time.advance(100);
    t.is(readAll(wire.port, [64]), '789');
  });

  test(`${name}: a write larger than the free space throws, and nothing of it is sent`, (t) => {
    const wire = adapted();
    t.is(wire.writable.at(-1), room);
    t.throws(() => wire.port.write(new Uint8Array(room + 1).fill(0x41)), { message: /^output full/ });
    wire.port.write(new Uint8Array(room).fill(0x42));
    wire.time.advance(1000);
    t.is(wire.heard, 'B'.repeat(room));
  });

  test(`${name}: whatever comes in pieces is read whole, with views of any length`, (t) => {
    const pieces = fc.array(fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 100 }), { maxLength: 8 });
    const lengths = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 });
    check(
      t,
      fc.property(pieces, lengths, fc.boolean(), (texts, views, readsAtOnce) => {
        const wire = adapted();
        let received = '';
        const take = (): void => {
          received += readAll(wire.port, views);
        };
        if (readsAtOnce) wire.onReadable = take;
        for (const text of texts) {
          wire.say(text);
          take();
        }
        assert.equal(received, texts.join(''));
      }),
    );
  });
}

test('a port of the pico that was closed cannot be opened again', (t) => {
  const wire = new Wire((time, hardware, options) => {
    const Host = fakePico(time, hardware);
    new ExactReads(Host, options).close();
    return { close: () => undefined, open: () => new ExactReads(Host, options) };
  });
  t.throws(() => wire.port.open(), { message: 'port in use' });
});
