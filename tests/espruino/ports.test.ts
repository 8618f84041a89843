import test, { type ExecutionContext } from 'ava';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import type { SerialOptions, SerialPort } from '../../modules/ports/serial.js';
import type { Time } from '../../modules/ports/time.js';
import type { Cellnode } from './bench.js';
import { type EngineObject, EspruinoEngine } from './engine.js';

/** The port over a UART that only notes what it is told. */
class Bench {
  readonly time = new VirtualTime();
  readonly engine = new EspruinoEngine(this.time);
  readonly written: number[][] = [];
  /** What the port has told: counts that can be read and written. */
  readonly told: string[] = [];
  readonly uart: EngineObject;
  readonly port: SerialPort;

  constructor(options: Partial<SerialOptions> = {}) {
    this.uart = this.engine.object({
      setup: () => undefined,
      write: (bytes: Uint8Array) => this.written.push([...Buffer.from(bytes)]),
    });
    const { EspruinoSerial } = this.engine.require() as Cellnode;
    this.port = new EspruinoSerial({
      port: this.uart,
      baud: 115200,
      onReadable: (count: number) => this.told.push(`readable ${count}`),
      onWritable: (count: number) => this.told.push(`writable ${count}`),
      ...options,
    } as never);
  }

  receive(data: string): void {
    this.uart.emit('data', data);
    this.time.advance(1);
  }

  read(length: number): string | undefined {
    const target = new Uint8Array(length);
    const count = this.port.read(target);
    return count === undefined ? undefined : Buffer.from(target.subarray(0, count)).toString('latin1');
  }
}

test('what has arrived is read in pieces of any size', (t) => {
  const bench = new Bench();
  t.is(bench.read(4), undefined);
  bench.receive('abc');
  bench.receive('\xff\x00');
  t.is(bench.read(2), 'ab');
  t.is(bench.read(2), 'c\xff');
  bench.receive('de');
  t.is(bench.read(64), '\x00de');
  t.is(bench.read(64), undefined);
  t.deepEqual(bench.told, ['writable 128', 'readable 3', 'readable 5', 'readable 3']);
});

test('it is read from inside onReadable', (t) => {
  const pieces: (string | undefined)[] = [];
  const bench: Bench = new Bench({ onReadable: () => pieces.push(bench.read(4), bench.read(4), bench.read(4)) });
  bench.receive('abcdef');
  bench.receive('g');
  t.deepEqual(pieces, ['abcd', 'ef', undefined, 'g', undefined, undefined]);
});

test('a kilobyte waits for a reader; what comes then is lost, and what waited is whole', (t) => {
  const bench = new Bench();
  for (let index = 0; index < 20; index += 1) bench.receive(String.fromCharCode(97 + index).repeat(64));
  const waiting = bench.read(2000);
  t.is(waiting, Array.from({ length: 16 }, (_, index) => String.fromCharCode(97 + index).repeat(64)).join(''));
  bench.receive('after');
  t.is(bench.read(64), 'after');
});

test('writable is told when the port is open, and after a write when the line has had time to send', (t) => {
  const bench = new Bench();
  t.deepEqual(bench.told, []);
  bench.time.advance(1);
  t.deepEqual(bench.told, ['writable 128']);
  bench.port.write(Uint8Array.of(1, 2));
  bench.port.write(Uint8Array.of(3));
  t.deepEqual(bench.written, [[1, 2], [3]]);
  bench.time.advance(11);
  t.is(bench.told.length, 1);
  bench.time.advance(1);
  t.deepEqual(bench.told, ['writable 128', 'writable 128']);
});

test('a closed port tells nothing, and leaves the listeners of others', (t) => {
  const bench = new Bench();
  const heard: string[] = [];
  bench.uart.on('data', (data) => heard.push(String(data)));
  bench.port.write(Uint8Array.of(1));
  bench.port.close();
  bench.port.close();
  bench.receive('late');
  bench.time.advance(100);
  t.deepEqual(bench.told, []);
  t.deepEqual(heard, ['late']);
});

function timeOf(t: ExecutionContext): { engine: EspruinoEngine; virtual: VirtualTime; time: Time } {
  const virtual = new VirtualTime();
  const engine = new EspruinoEngine(virtual);
  const { EspruinoTime } = engine.require() as Cellnode;
  const time = new EspruinoTime();
  t.is(time.now(), 0);
  return { engine, virtual, time };
}

/** Seconds are a sum of fractions in Espruino's clock. */
function milliseconds(time: Time): number {
  return Math.round(time.now());
}

test('time passes with the clock, and not with its being set', (t) => {
  const { engine, virtual, time } = timeOf(t);
  virtual.advance(1500);
  t.is(milliseconds(time), 1500);
  engine.clockStep = 1.7e9;
  t.is(milliseconds(time), 1500);
  virtual.advance(500);
  t.is(milliseconds(time), 2000);
  engine.clockStep = 5;
  t.is(milliseconds(time), 2000);
  virtual.advance(86_400_000);
  t.is(milliseconds(time), 86_402_000);
});

test('an alarm rings once, in a turn of its own, and can be armed again', (t) => {
  const { virtual, time } = timeOf(t);
  const rings: number[] = [];
  const alarm = time.alarm(() => rings.push(Math.round(virtual.now())));
  alarm.disarm();
  alarm.arm(0);
  t.deepEqual(rings, []);
  virtual.advance(10);
  alarm.arm(100);
  alarm.arm(50);
  virtual.advance(1000);
  alarm.arm(10);
  alarm.disarm();
  virtual.advance(1000);
  t.deepEqual(rings, [0, 60]);
});

test('an alarm can be armed from its own callback', (t) => {
  const { virtual, time } = timeOf(t);
  let rings = 0;
  const alarm = time.alarm(() => {
    rings += 1;
    if (rings < 3) alarm.arm(10);
  });
  alarm.arm(10);
  virtual.advance(1000);
  t.is(rings, 3);
});
