import test, { type ExecutionContext } from 'ava';
import type { SerialOptions, SerialPort } from '../../../modules/ports/serial.js';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { type TrafficDirection, VirtualUart, type VirtualUartOptions } from '../../../host-sim/uart/virtual-uart.js';

/** Milliseconds of ten bits. */
const BYTE = 10_000 / 115200;

interface Arrival {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** A host that reads at once whatever it is told of, and a module that notes what it hears. */
class Bench {
  readonly time = new VirtualTime();
  readonly uart: VirtualUart;
  readonly readable: { at: number; count: number }[] = [];
  readonly writable: { at: number; count: number }[] = [];
  readonly read: number[] = [];
  readonly heard: Arrival[] = [];
  onReadable: ((count: number) => void) | undefined;
  onWritable: ((count: number) => void) | undefined;

  constructor(options: Omit<VirtualUartOptions, 'time'> = {}) {
    this.uart = new VirtualUart({ time: this.time, ...options });
    this.uart.module.onBytes((bytes) => this.heard.push({ at: this.time.now(), bytes }));
  }

  open(baud = 115200): SerialPort {
    const options: SerialOptions = {
      baud,
      onReadable: (count) => {
        this.readable.push({ at: this.time.now(), count });
        if (this.onReadable !== undefined) return this.onReadable(count);
        const bytes = new Uint8Array(count);
        serial.read(bytes);
        this.read.push(...bytes);
      },
      onWritable: (count) => {
        this.writable.push({ at: this.time.now(), count });
        this.onWritable?.(count);
      },
    };
    const serial = new this.uart.Serial(options);
    return serial;
  }

  heardBytes(): number[] {
    return this.heard.flatMap(({ bytes }) => [...bytes]);
  }
}

function sequence(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => index & 0xff);
}

function near(t: ExecutionContext, actual: number | undefined, expected: number): void {
  t.true(actual !== undefined && Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);
}

test('onWritable comes when the port is ready, with the whole FIFO free, and not from inside the constructor', (t) => {
  const bench = new Bench();
  bench.open();
  t.deepEqual(bench.writable, []);
  bench.time.run(0);
  t.deepEqual(bench.writable, [{ at: 0, count: 128 }]);
  bench.time.run(1000);
  t.is(bench.writable.length, 1);
});

test('the module hears a run when its last byte has ended', (t) => {
  const bench = new Bench();
  const serial = bench.open();
  bench.time.run(5);
  serial.write(sequence(20));
  bench.time.run(1000);
  t.is(bench.heard.length, 1);
  near(t, bench.heard[0].at, 5 + 20 * BYTE);
  t.deepEqual(bench.heard[0].bytes, sequence(20));
});

test('a long run is heard in pieces of 64 bytes, each at the time of its last byte', (t) => {
  const bench = new Bench();
  const serial = bench.open();
  serial.write(sequence(128));
  bench.time.run(1000);
  t.deepEqual(bench.heardBytes(), [...sequence(128)]);
  t.is(bench.heard.length, 2);
  near(t, bench.heard[0].at, 64 * BYTE);
  near(t, bench.heard[1].at, 128 * BYTE);
});

test('what is written before the line falls idle joins the run', (t) => {
  const bench = new Bench();
  const serial = bench.open();
  serial.write(sequence(10));
  bench.time.run(5.5 * BYTE);
  serial.write(sequence(10));
  bench.time.run(1000);
  t.is(bench.heard.length, 1);
  near(t, bench.heard[0].at, 20 * BYTE);
});

test('what joins a run counts towards its 64 bytes', (t) => {
  const bench = new Bench();
  const serial = bench.open();
  serial.write(sequence(60));
  bench.time.run(30.5 * BYTE);
  serial.write(sequence(60));
  bench.time.run(1000);
  t.deepEqual(
    bench.heard.map(({ bytes }) => bytes.length),
    [64, 56],
  );
  near(t, bench.heard[0].at, 64 * BYTE);
});

test('write is all or nothing, and onWritable comes back when fewer than ten bytes are left', (t) => {
  const bench = new Bench();
  const serial = bench.open();
  bench.time.run(0);
  serial.write(sequence(100));
  t.throws(() => serial.write(sequence(29)), { message: 'output full' });
  serial.write(sequence(28));
  t.throws(() => serial.write(sequence(1)));
  bench.time.run(10 * BYTE);
  t.throws(() => serial.write(sequence(11)));
  serial.write(sequence(10));
  bench.time.run(1000);
  t.is(bench.heardBytes().length, 138);
  t.is(bench.writable.length, 2);
  near(t, bench.writable[1].at, (138 - 9) * BYTE);
  t.is(bench.writable[1].count, 128 - 9);
});

test('a host that writes whenever it may keeps the line busy without a gap', (t) => {
  const bench = new Bench();
  const bytes = sequence(1000);
  let sent = 0;
  bench.onWritable = (count) => {
    // The last of these writes nothing, which calls nobody back.
    const end = Math.min(sent + count, bytes.length);
    serial.write(bytes.subarray(sent, end));
    sent = end;
  };
  const serial = bench.open();
  t.true(bench.time.runUntil(() => bench.heardBytes().length === 1000, 1000));
  t.deepEqual(bench.heardBytes(), [...bytes]);
  near(t, bench.time.now(), 1000 * BYTE);
});

test('the host is told of a short run four idle characters behind its last byte', (t) => {
  const bench = new Bench();
  bench.open();
  bench.time.run(10);
  bench.uart.module.write(sequence(6));
  t.is(bench.uart.module.pending, 6);
  near(t, bench.uart.module.timeToSend, 6 * BYTE);
  bench.time.run(1000);
  t.is(bench.readable.length, 1);
  near(t, bench.readable[0].at, 10 + 10 * BYTE);
  t.is(bench.readable[0].count, 6);
  t.deepEqual(bench.read, [...sequence(6)]);
  t.is(bench.uart.module.pending, 0);
  t.is(bench.uart.module.timeToSend, 0);
});

test('a pause shorter than that keeps a run together', (t) => {
  const bench = new Bench();
  bench.open();
  bench.uart.module.write(sequence(6));
  bench.time.run(9 * BYTE);
  bench.uart.module.write(sequence(6));
  bench.time.run(1000);
  t.is(bench.readable.length, 1);
  near(t, bench.readable[0].at, (9 + 6 + 4) * BYTE);
  t.is(bench.readable[0].count, 12);
});

test('a long run is announced whenever 96 bytes wait', (t) => {
  const bench = new Bench();
  bench.open();
  bench.uart.module.write(sequence(200));
  bench.time.run(1000);
  t.deepEqual(
    bench.readable.map(({ count }) => count),
    [96, 96, 8],
  );
  near(t, bench.readable[0].at, 96 * BYTE);
  near(t, bench.readable[1].at, 192 * BYTE);
  near(t, bench.readable[2].at, 204 * BYTE);
  t.deepEqual(bench.read, [...sequence(200)]);
  t.is(bench.uart.overruns, 0);
});

test('read gives what has arrived at that moment, to the byte, and undefined when nothing has', (t) => {
  const bench = new Bench();
  bench.onReadable = () => undefined;
  const serial = bench.open();
  const target = new Uint8Array(200).fill(0xee);
  t.is(serial.read(target), undefined);
  bench.uart.module.write(sequence(50));
  bench.time.run(BYTE / 2);
  t.is(serial.read(target), undefined);
  bench.time.run(10.5 * BYTE);
  t.is(serial.read(target.subarray(0, 4)), 4);
  t.is(serial.read(target.subarray(4)), 6);
  t.deepEqual(target.subarray(0, 11), Uint8Array.of(...sequence(10), 0xee));
  bench.time.run(11 * BYTE);
  t.throws(() => serial.read(new Uint8Array(0)), { instanceOf: RangeError });
});

test('the FIFO loses what arrives while it is full, and counts it', (t) => {
  const bench = new Bench();
  bench.onReadable = () => undefined;
  const serial = bench.open();
  bench.uart.module.write(sequence(200));
  bench.time.run(128 * BYTE);
  t.is(bench.uart.overruns, 0);
  bench.time.run(130 * BYTE);
  const target = new Uint8Array(200);
  t.is(serial.read(target), 128);
  t.is(bench.uart.overruns, 2);
  t.deepEqual(target.subarray(0, 128), sequence(128));
  bench.time.run(250 * BYTE);
  t.is(serial.read(target), 70);
  t.deepEqual(target.subarray(0, 70), sequence(200).subarray(130));
  t.is(bench.uart.overruns, 2);
});

test('callbacks that come late overrun the FIFO by what arrives in the meantime', (t) => {
  const bench = new Bench({ hostLatency: 5 });
  bench.open();
  bench.uart.module.write(sequence(300));
  bench.time.run(1000);
  // 5 ms are 57 bytes, and behind the 96 that raise the interrupt the FIFO has room for 32: 25 are lost. Of the 51 that are
  // left behind the next 96, it is 19.
  near(t, bench.readable[0].at, 96 * BYTE + 5);
  t.is(bench.readable[0].count, 128);
  t.is(bench.read.length + bench.uart.overruns, 300);
  t.is(bench.uart.overruns, 25 + 19);
});

test('once an interrupt is under way, what comes does not put it off', (t) => {
  const bench = new Bench({ hostLatency: 5 });
  bench.open();
  bench.uart.module.write(sequence(6));
  bench.time.run(10 * BYTE + 3);
  bench.uart.module.write(sequence(6));
  bench.time.run(1000);
  near(t, bench.readable[0].at, 10 * BYTE + 5);
  t.is(bench.read.length, 12);
});

test('the host can be held up for a while only', (t) => {
  const bench = new Bench();
  bench.open();
  bench.time.run(0);
  bench.uart.hostLatency = 50;
  bench.uart.module.write(sequence(10));
  bench.time.run(40);
  t.deepEqual(bench.readable, []);
  bench.uart.hostLatency = 0;
  bench.time.run(100);
  near(t, bench.readable[0].at, 14 * BYTE + 50);
  bench.uart.module.write(sequence(10));
  bench.time.run(200);
  near(t, bench.readable[1].at, 100 + 14 * BYTE);
});

test('a host that leaves a full FIFO alone is told again, but not without end in one moment', (t) => {
  const bench = new Bench();
  bench.onReadable = () => undefined;
  bench.open();
  bench.uart.module.write(sequence(96));
  bench.time.run(100 * BYTE);
  t.is(bench.readable.length, 5);
});

test('both directions run at the same time', (t) => {
  const bench = new Bench();
  const serial = bench.open();
  serial.write(sequence(64));
  bench.uart.module.write(sequence(96));
  bench.time.run(1000);
  near(t, bench.heard[0].at, 64 * BYTE);
  near(t, bench.readable[0].at, 96 * BYTE);
});

test('an interrupted conversation a year on is as exact as the first', (t) => {
  const bench = new Bench();
  bench.open();
  const year = 365 * 24 * 3600 * 1000;
  bench.time.run(year);
  bench.uart.module.write(sequence(96));
  bench.time.run(year + 1000);
  t.deepEqual(
    bench.readable.map(({ count }) => count),
    [96],
  );
  t.true(Math.abs(bench.readable[0].at - year - 96 * BYTE) < 0.001);
});

test('with another rate at the other end, bytes arrive garbled', (t) => {
  const bench = new Bench();
  const serial = bench.open(9600);
  const command = Buffer.from('AT\r');
  serial.write(command);
  bench.time.run(100);
  t.true(bench.heard.length > 0);
  t.notDeepEqual(bench.heardBytes().slice(0, 3), [...command]);
  bench.uart.module.write(Buffer.from('\r\nOK\r\n'));
  bench.time.run(200);
  t.true(bench.read.length > 0);
  t.false(Buffer.from(bench.read).includes('OK'));
  // Twelve bytes pass in the time that the slower end takes for one.
  t.true(bench.read.length < 6);
});

test('either end can change its rate', (t) => {
  const bench = new Bench({ baud: 9600 });
  t.is(bench.uart.module.baud, 9600);
  const first = bench.open(115200);
  first.close();
  const second = bench.open(9600);
  second.write(sequence(10));
  bench.time.run(1000);
  t.deepEqual(bench.heardBytes(), [...sequence(10)]);
  near(t, bench.heard[0].at, 100_000 / 9600);
  bench.uart.module.baud = 115200;
  second.close();
  bench.open(115200);
  bench.uart.module.write(sequence(10));
  bench.time.run(2000);
  t.deepEqual(bench.read, [...sequence(10)]);
  near(t, bench.readable[0].at, 1000 + 14 * BYTE);
  t.throws(() => (bench.uart.module.baud = 0), { instanceOf: RangeError });
});

test('one port can be open; close is legal twice, and use after it throws', (t) => {
  const bench = new Bench();
  const serial = bench.open();
  t.throws(() => bench.open(), { message: 'port in use' });
  serial.close();
  serial.close();
  t.throws(() => serial.read(new Uint8Array(1)), { message: 'closed' });
  t.throws(() => serial.write(new Uint8Array(1)), { message: 'closed' });
  const again = bench.open();
  serial.close();
  again.write(sequence(1));
  bench.time.run(1);
  t.is(bench.heard.length, 1);
  t.throws(() => new bench.uart.Serial({ baud: 0, onReadable: () => undefined, onWritable: () => undefined }));
});

test('what is in the transmit FIFO leaves after close, unless the port is opened again', (t) => {
  const bench = new Bench();
  const serial = bench.open();
  serial.write(sequence(50));
  serial.close();
  bench.time.run(1000);
  t.is(bench.heardBytes().length, 50);
  const second = bench.open();
  second.write(sequence(100));
  second.close();
  bench.time.run(1000 + 10.5 * BYTE);
  bench.open();
  bench.time.run(2000);
  t.is(bench.heardBytes().length, 60);
});

test('a closed port has no callbacks, loses what arrives, and starts afresh', (t) => {
  const bench = new Bench();
  const serial = bench.open();
  bench.uart.module.write(sequence(50));
  bench.time.run(30 * BYTE);
  serial.close();
  bench.time.run(1000);
  t.deepEqual(bench.readable, []);
  bench.uart.module.write(sequence(200));
  bench.time.run(1000 + 150 * BYTE);
  const again = bench.open();
  t.is(again.read(new Uint8Array(10)), undefined);
  bench.time.run(2000);
  t.deepEqual(bench.read, [...sequence(200).subarray(150)]);
  t.is(bench.uart.overruns, 0);
});

test('callbacks are called on the port', (t) => {
  const time = new VirtualTime();
  const uart = new VirtualUart({ time });
  const self: unknown[] = [];
  const serial = new uart.Serial({
    baud: 115200,
    onReadable(this: unknown) {
      self.push(this);
    },
    onWritable(this: unknown) {
      self.push(this);
    },
  });
  uart.module.write(sequence(1));
  time.run(100);
  t.is(self.length, 2);
  t.is(self[0], serial);
  t.is(self[1], serial);
});

test('neither end keeps what it is given', (t) => {
  const bench = new Bench();
  const serial = bench.open();
  const bytes = sequence(3);
  serial.write(bytes);
  bench.uart.module.write(bytes);
  bytes.fill(0xff);
  bench.time.run(100);
  t.deepEqual(bench.heardBytes(), [0, 1, 2]);
  t.deepEqual(bench.read, [0, 1, 2]);
});

test('a module without power hears nothing and stops in the middle of what it says', (t) => {
  const bench = new Bench();
  const serial = bench.open();
  bench.uart.module.write(sequence(50));
  bench.time.run(20 * BYTE);
  bench.uart.module.discard();
  bench.uart.module.onBytes(undefined);
  serial.write(sequence(10));
  bench.time.run(1000);
  t.deepEqual(bench.read, [...sequence(20)]);
  t.deepEqual(bench.heard, []);
});

test('the tap sees the bytes of both directions as they were sent', (t) => {
  const bench = new Bench({ baud: 9600, receiveFifo: 4 });
  const seen: Record<TrafficDirection, number[]> = { 'to-module': [], 'from-module': [] };
  bench.uart.onTraffic = (direction, bytes) => seen[direction].push(...bytes);
  const serial = bench.open(115200);
  serial.write(sequence(100));
  bench.uart.module.write(sequence(90));
  bench.time.run(1000);
  t.deepEqual(seen, { 'to-module': [...sequence(100)], 'from-module': [...sequence(90)] });
});
