import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { WholeBuffers } from '../../../modules/ports/moddable/serial/whole-buffers.js';
import { check } from '../../property.js';
import { type FakeLinuxClass, fakeLinux } from './hosts/fake-linux.js';
import { readAll, Wire } from './hosts/wire.js';

const ROOM = 1024;

interface Linux {
  readonly Host: FakeLinuxClass;
  readonly wire: Wire;
}

/** The adapter over a system whose buffer takes so many bytes. */
function linux(systemBuffer = 4096): Linux {
  let Host: FakeLinuxClass | undefined;
  const wire = new Wire((time, hardware, options) => {
    Host = fakeLinux(time, hardware, { systemBuffer });
    return new WholeBuffers(Host, options);
  });
  if (Host === undefined) throw new Error('the port was not opened');
  return { Host, wire };
}

test('without the adapter a view is no number of bytes to read, and no bytes to write', (t) => {
  const wire = new Wire((time, hardware, options) => new (fakeLinux(time, hardware))(options as never));
  wire.say('abc');
  t.deepEqual(wire.port.read(new Uint8Array(3)), new ArrayBuffer(0));
  t.throws(() => wire.port.write(new Uint8Array(3)), { instanceOf: TypeError });
});

test('without the adapter a second write throws while a rest of the first one waits, though there was room for both', (t) => {
  const wire = new Wire((time, hardware, options) => new (fakeLinux(time, hardware, { systemBuffer: 100 }))(options as never));
  t.is(wire.writable.at(-1), ROOM);
  wire.port.write(new ArrayBuffer(300));
  t.throws(() => wire.port.write(new ArrayBuffer(1)), { message: 'would overflow' });
});

test('a larger view takes what is there, a smaller one leaves the rest', (t) => {
  const { wire } = linux();
  t.is(wire.port.read(new Uint8Array(4)), undefined);
  wire.say('0123456789');
  const target = new Uint8Array(4);
  t.is(wire.port.read(target), 4);
  t.is(Buffer.from(target).toString(), '0123');
  t.is(readAll(wire.port, [64]), '456789');
});

test('all the room that was told can be written, in many pieces and at any time', (t) => {
  const { Host, wire } = linux(100);
  t.is(wire.writable.at(-1), ROOM);
  for (let index = 0; index < ROOM; index += 1) {
    wire.port.write(Uint8Array.of(0x30 + (index % 10)));
    if (index % 100 === 0) wire.time.advance(1);
  }
  wire.time.advance(1000);
  t.is(wire.heard, '0123456789'.repeat(103).slice(0, ROOM));
  t.deepEqual(Host.swallowed, []);
});

test('a write larger than the free space throws, and nothing of it is sent', (t) => {
  const { wire } = linux();
  t.throws(() => wire.port.write(new Uint8Array(ROOM + 1).fill(0x41)), { instanceOf: RangeError });
  wire.port.write(Uint8Array.of(0x42));
  wire.time.advance(1000);
  t.is(wire.heard, 'B');
});

test('what is written in onWritable leaves in order, however little the system takes', (t) => {
  const slices = fc.array(fc.integer({ min: 1, max: 128 }), { minLength: 1, maxLength: 60 });
  check(
    t,
    fc.property(slices, fc.constantFrom(16, 100, 300, 4096), (lengths, systemBuffer) => {
      const { Host, wire } = linux(systemBuffer);
      const waiting = lengths.map((length, index) => new Uint8Array(length).fill(0x30 + (index % 64)));
      const expected = Buffer.concat(waiting).toString('latin1');
      const pump = (count: number): void => {
        let room = count;
        while (waiting.length > 0 && waiting[0].length <= room) {
          const bytes = waiting.shift() ?? new Uint8Array(0);
          wire.port.write(bytes);
          room -= bytes.length;
        }
      };
      wire.onWritable = pump;
      pump(ROOM);
      wire.time.advance(5000);
      assert.equal(wire.heard, expected);
      assert.deepEqual(Host.swallowed, []);
    }),
  );
});

test('a device that is unplugged is silent, and can be closed', (t) => {
  const { Host, wire } = linux();
  wire.say('abc');
  Host.fail();
  t.is(wire.port.read(new Uint8Array(8)), undefined);
  t.notThrows(() => wire.port.write(new Uint8Array(8)));
  t.notThrows(() => wire.port.close());
  t.notThrows(() => wire.port.close());
});
