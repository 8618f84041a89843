import { Duplex } from 'node:stream';
import test from 'ava';
import { NodeSerial } from '../../../host-sim/serial/node-serial.js';

/** A stream whose other side is the test's: it takes what is written only when told to. */
class HeldStream extends Duplex {
  written = Buffer.alloc(0);
  #taken: (() => void)[] = [];

  override _read(): void {
    // The test pushes.
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.written = Buffer.concat([this.written, bytes]);
    this.#taken.push(done);
  }

  /** What has been written so far leaves. */
  drain(): void {
    for (const done of this.#taken.splice(0)) done();
  }
}

function open(stream: Duplex): { serial: NodeSerial; readable: number[]; writable: number[] } {
  const readable: number[] = [];
  const writable: number[] = [];
  const serial = new NodeSerial({
    stream,
    baud: 115_200,
    onReadable: (count) => readable.push(count),
    onWritable: (count) => writable.push(count),
  });
  return { serial, readable, writable };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test('says first what it can take, and from a turn of its own', async (t) => {
  const { writable } = open(new HeldStream());
  t.deepEqual(writable, []);
  await turn();
  t.is(writable.length, 1);
  t.true(writable[0] > 0);
});

test('takes all or nothing, and tells when there is room again', async (t) => {
  const stream = new HeldStream();
  const { serial, writable } = open(stream);
  await turn();
  const [room] = writable;
  serial.write(new Uint8Array(room));
  t.throws(() => serial.write(Uint8Array.of(1)), { message: 'output full' });
  stream.drain();
  await turn();
  t.deepEqual(writable, [room, room]);
  t.is(stream.written.length, room);
});

test('keeps what is written as it was: the caller uses its buffer again', async (t) => {
  const stream = new HeldStream();
  const { serial } = open(stream);
  const first = Uint8Array.of(1);
  const second = Uint8Array.of(2, 3);
  serial.write(first);
  serial.write(second);
  second.fill(9);
  stream.drain();
  await turn();
  t.deepEqual([...stream.written], [1, 2, 3]);
});

test('announces what has come; read fills the target and gives the count, then undefined', async (t) => {
  const stream = new HeldStream();
  const { serial, readable } = open(stream);
  t.is(serial.read(new Uint8Array(8)), undefined);
  stream.push(Buffer.from('ABCDE'));
  await turn();
  t.deepEqual(readable, [5]);
  const target = new Uint8Array(4);
  t.is(serial.read(target), 4);
  t.is(Buffer.from(target).toString(), 'ABCD');
  t.is(serial.read(target), 1);
  t.is(serial.read(target), undefined);
});

test('holds the stream back while nobody reads, and loses nothing', async (t) => {
  const stream = new HeldStream();
  const { serial } = open(stream);
  const sent = Buffer.from(Array.from({ length: 20_000 }, (_, index) => index & 0xff));
  for (let start = 0; start < sent.length; start += 1000) stream.push(sent.subarray(start, start + 1000));
  await turn();
  t.true(stream.isPaused());
  let read = Buffer.alloc(0);
  const target = new Uint8Array(700);
  while (read.length < sent.length) {
    const count = serial.read(target);
    if (count === undefined) await turn();
    else read = Buffer.concat([read, target.subarray(0, count)]);
  }
  t.deepEqual(read, sent);
});

test('may be closed twice, calls back no more, and cannot be used after', async (t) => {
  const stream = new HeldStream();
  const { serial, readable, writable } = open(stream);
  serial.close();
  serial.close();
  stream.push(Buffer.from('late'));
  await turn();
  t.deepEqual([readable, writable], [[], []]);
  t.throws(() => serial.read(new Uint8Array(1)), { message: 'closed' });
  t.throws(() => serial.write(Uint8Array.of(1)), { message: 'closed' });
});

test('a device that goes away does not end the process', async (t) => {
  const stream = new HeldStream();
  const { serial } = open(stream);
  stream.destroy(new Error('unplugged'));
  await turn();
  t.notThrows(() => serial.write(Uint8Array.of(1)), 'as on any UART, nobody listens');
  t.notThrows(() => serial.close());
});
