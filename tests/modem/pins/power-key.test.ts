import test from 'ava';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { PowerKey, type PowerKeyOptions } from '../../../modules/modem/pins/power-key.js';

/** A key on a pin that notes what happens to it. */
function keyOn(options: Partial<PowerKeyOptions> = {}): { time: VirtualTime; notes: string[]; make: () => PowerKey } {
  const time = new VirtualTime();
  const notes: string[] = [];
  const io = class {
    constructor({ pin, initialValue }: { pin: number; initialValue: number }) {
      notes.push(`${pin} opened at ${initialValue}`);
    }
    write(level: 0 | 1): void {
      notes.push(`${level} at ${time.now()}`);
    }
    close(): void {
      notes.push('closed');
    }
  };
  return { time, notes, make: () => new PowerKey({ time, pin: { io, pin: 4 }, ...options }) };
}

test('pressed again it starts anew, and tells the later caller alone', (t) => {
  const { time, notes, make } = keyOn();
  const key = make();
  const released: string[] = [];
  key.press(() => released.push('first'));
  time.advance(1500);
  key.press(() => released.push('second'));
  time.advance(10_000);
  t.deepEqual(notes, ['4 opened at 1', '0 at 0', '0 at 1500', '1 at 3500']);
  t.deepEqual(released, ['second']);
});

test('closed, it is never released by a late alarm', (t) => {
  const { time, notes, make } = keyOn({ pressed: 1 });
  const key = make();
  key.press();
  key.close();
  time.advance(10_000);
  t.deepEqual(notes, ['4 opened at 0', '1 at 0', 'closed']);
});

for (const duration of [0, -1, 60_001, NaN]) {
  test(`a duration of ${duration} is refused before the pin is opened`, (t) => {
    const { notes, make } = keyOn({ duration });
    t.throws(make, { message: /^duration: must be 1 to 60000/ });
    t.deepEqual(notes, []);
  });
}
