import test from 'ava';
import { SlicedBuffer } from '../../modules/at/send/sliced-buffer.js';
import { Transmitter } from '../../modules/at/send/transmitter.js';
import type { SerialPort } from '../../modules/ports/serial.js';
import { slicedBuffer } from './bench.js';

/** A port that keeps what it is given, and has room when the test says so. */
class KeepingPort implements SerialPort {
  readonly sizes: number[] = [];
  #text = '';

  read(): undefined {
    return undefined;
  }

  write(bytes: Uint8Array): void {
    this.sizes.push(bytes.length);
    this.#text += Buffer.from(bytes).toString('latin1');
  }

  close(): void {
    this.#text = '';
  }

  get text(): string {
    return this.#text;
  }
}

function attached() {
  const port = new KeepingPort();
  const transmitter = new Transmitter();
  transmitter.attach(port);
  let sent = 0;
  const listener = { onSent: () => (sent += 1) };
  return { port, transmitter, listener, sent: () => sent };
}

const TEXT = Array.from({ length: 200 }, (_, index) => String.fromCharCode(0x21 + (index % 90))).join('');

test('what is sent is not cut smaller only to fill the port', (t) => {
  const { port, transmitter, listener, sent } = attached();
  transmitter.onWritable(128);
  transmitter.send(slicedBuffer(TEXT), 200, listener);
  t.deepEqual(port.sizes, [96]);
  transmitter.onWritable(128);
  t.deepEqual(port.sizes, [96, 96, 6, 1, 1]);
  t.is(port.text, TEXT);
  t.is(sent(), 1);
});

test('a port that has little room gets what it can take', (t) => {
  const { port, transmitter, listener, sent } = attached();
  transmitter.send(slicedBuffer(TEXT), 50, listener);
  t.deepEqual(port.sizes, []);
  for (let turn = 0; sent() === 0; turn += 1) {
    t.true(turn < 10);
    transmitter.onWritable(24);
  }
  t.is(port.text, TEXT.slice(0, 50));
  t.deepEqual(port.sizes.slice(0, 2), [24, 24]);
});

test('a port with just as much room as there is to send takes it all', (t) => {
  const { port, transmitter, listener, sent } = attached();
  transmitter.onWritable(96 + 48);
  transmitter.send(slicedBuffer(TEXT), 96 + 48, listener);
  t.deepEqual(port.sizes, [96, 48]);
  t.is(sent(), 1);
  transmitter.send(slicedBuffer(TEXT), 1, listener);
  t.deepEqual(port.sizes, [96, 48], 'there is no more room');
});

test('what was cancelled, or whose port has gone, is not sent', (t) => {
  const { port, transmitter, listener, sent } = attached();
  transmitter.send(slicedBuffer(TEXT), 50, listener);
  transmitter.cancel();
  transmitter.onWritable(128);
  t.is(sent(), 0);
  transmitter.detach();
  transmitter.send(slicedBuffer(TEXT), 50, listener);
  transmitter.attach(port);
  transmitter.onWritable(128);
  transmitter.detach();
  t.is(port.text, TEXT.slice(0, 50), 'sent when there was a port');
  transmitter.attach(port);
  transmitter.send(slicedBuffer(TEXT), 10, listener);
  t.is(port.text, TEXT.slice(0, 50), 'the next port has not told of room');
  transmitter.detach();
  transmitter.attach(port);
  transmitter.onWritable(128);
  t.is(port.text, TEXT.slice(0, 50), 'and what was under way went with the one before');
});

test('a buffer that was wiped holds nothing, nor do its pieces', (t) => {
  const buffer = new SlicedBuffer(200);
  buffer.contents.fill(0x41);
  buffer.length = 200;
  const piece = buffer.slices.take(0, 96);
  buffer.wipe();
  t.true(buffer.contents.every((byte) => byte === 0));
  t.true(piece.every((byte) => byte === 0));
});
