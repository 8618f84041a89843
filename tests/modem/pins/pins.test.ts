import test from 'ava';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { PowerKey, type PowerKeyOptions } from '../../../modules/modem/pins/power-key.js';
import { ResetPin, type ResetPinOptions } from '../../../modules/modem/pins/reset-pin.js';
import type { OutputPinClass } from '../../../modules/ports/pin.js';

function noted(): { time: VirtualTime; notes: string[]; io: OutputPinClass } {
  const time = new VirtualTime();
  const notes: string[] = [];
  const io = class {
    constructor({ initialValue }: { initialValue: number }) {
      notes.push(`opened at ${initialValue}`);
    }
    write(level: 0 | 1): void {
      notes.push(`${level} at ${time.now()}`);
    }
    close(): void {
      notes.push('closed');
    }
  };
  return { time, notes, io };
}

test('the reset pin is active for its time, and tells when it is released', (t) => {
  const { time, notes, io } = noted();
  const pin = new ResetPin({ time, pin: { io } });
  pin.pulse(() => notes.push('end'));
  time.advance(1000);
  t.deepEqual(notes, ['opened at 1', '0 at 0', '1 at 500', 'end']);
});

test('a reset pin behind a transistor', (t) => {
  const { time, notes, io } = noted();
  const pin = new ResetPin({ time, pin: { io }, active: 1, duration: 200 });
  pin.pulse(() => undefined);
  time.advance(1000);
  pin.close();
  t.deepEqual(notes, ['opened at 0', '1 at 0', '0 at 200', 'closed']);
});

test('closed in the middle of a pulse it is never touched again', (t) => {
  const { time, notes, io } = noted();
  const pin = new ResetPin({ time, pin: { io } });
  pin.pulse(() => t.fail());
  pin.close();
  time.advance(60_000);
  t.deepEqual(notes, ['opened at 1', '0 at 0', 'closed']);
});

test('a power cycle: off, a rest, on', (t) => {
  const { time, notes, io } = noted();
  const key = new PowerKey({ time, pin: { io } });
  key.cycle(() => notes.push('end'));
  time.advance(60_000);
  t.deepEqual(notes, ['opened at 1', '0 at 0', '1 at 3500', '0 at 13500', '1 at 15500', 'end']);
});

test('a press ends a power cycle', (t) => {
  const { time, notes, io } = noted();
  const key = new PowerKey({ time, pin: { io } });
  key.cycle(() => t.fail());
  time.advance(5000);
  key.press(() => notes.push('pressed'));
  time.advance(60_000);
  t.deepEqual(notes, ['opened at 1', '0 at 0', '1 at 3500', '0 at 5000', '1 at 7000', 'pressed']);
});

const WRONG_RESETS: readonly [Partial<ResetPinOptions>, RegExp][] = [
  [{ duration: 0 }, /^duration: must be 1 to 30000/],
  [{ duration: 30_001 }, /^duration/],
  [{ active: 2 as never }, /^active: must be 0 or 1/],
];

for (const [options, message] of WRONG_RESETS) {
  test(`a reset pin refuses ${JSON.stringify(options)} before it is opened`, (t) => {
    const { time, notes, io } = noted();
    t.throws(() => new ResetPin({ time, pin: { io }, ...options }), { message });
    t.deepEqual(notes, []);
  });
}

const WRONG_KEYS: readonly [Partial<PowerKeyOptions>, RegExp][] = [
  [{ offDuration: 0 }, /^offDuration: must be 1 to 60000/],
  [{ rest: 60_001 }, /^rest: must be 1 to 60000/],
];

for (const [options, message] of WRONG_KEYS) {
  test(`a power key refuses ${JSON.stringify(options)} before it is opened`, (t) => {
    const { time, notes, io } = noted();
    t.throws(() => new PowerKey({ time, pin: { io }, ...options }), { message });
    t.deepEqual(notes, []);
  });
}
