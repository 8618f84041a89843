import test from 'ava';
import { FlashPower, PowerFailure } from '../../../host-sim/flash/flash-power.js';
import { afterBytes, cleared, indeterminate, withinByte } from '../../../host-sim/flash/interruptions.js';
import { NorFlash } from '../../../host-sim/flash/nor-flash.js';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

test('a write clears bits, and may not set one', (t) => {
  const flash = new NorFlash({ blockLength: 16, blocks: 2 });
  flash.write(bytes(0xf0, 0x0f), 3);
  flash.write(bytes(0x30), 3);
  t.deepEqual([...flash.bytes.subarray(2, 6)], [0xff, 0x30, 0x0f, 0xff]);
  t.throws(() => flash.write(bytes(0x30, 0x1f), 3), { message: /at 4 would set bits/ });
  t.deepEqual([...flash.bytes.subarray(3, 5)], [0x30, 0x0f], 'a write that is refused writes nothing');
});

test('an erase sets the bits of one block, and is counted', (t) => {
  const flash = new NorFlash({ blockLength: 16, blocks: 3 });
  flash.write(new Uint8Array(48), 0);
  flash.eraseBlock(1);
  t.deepEqual([0, 15, 16, 31, 32].map((index) => flash.bytes[index]), [0, 0, 255, 255, 0]);
  t.deepEqual(flash.erases, [0, 1, 0]);
  t.throws(() => flash.eraseBlock(3), { instanceOf: RangeError });
});

test('bounds and alignment are kept', (t) => {
  const flash = new NorFlash({ blockLength: 16, blocks: 2, writeAlign: 4 });
  t.throws(() => flash.write(new Uint8Array(4), 2), { message: /not aligned/ });
  t.throws(() => flash.write(new Uint8Array(3), 4), { message: /not aligned/ });
  t.throws(() => flash.write(new Uint8Array(8), 28), { message: /not within/ });
  t.throws(() => flash.read(new Uint8Array(1), 32), { message: /not within/ });
  t.deepEqual(flash.status(), { blockLength: 16, blocks: 2, writeAlign: 4, eraseValue: 255 });
});

test('power fails in the operation that it was told, and all that follow fail until it is back', (t) => {
  const power = new FlashPower();
  const flash = new NorFlash({ blockLength: 16, blocks: 2, power });
  flash.write(bytes(1), 0);
  power.failIn(power.operations, afterBytes(2));
  t.throws(() => flash.write(bytes(2, 3, 4), 4), { instanceOf: PowerFailure });
  t.deepEqual([...flash.bytes.subarray(4, 7)], [2, 3, 255]);
  t.throws(() => flash.read(new Uint8Array(1), 0), { instanceOf: PowerFailure });
  t.throws(() => flash.eraseBlock(0), { instanceOf: PowerFailure });
  t.false(power.isOn);
  power.restore();
  t.notThrows(() => flash.write(bytes(5), 8));
});

test('a byte under way has some of its bits', (t) => {
  const power = new FlashPower();
  const flash = new NorFlash({ blockLength: 16, blocks: 2, power });
  power.failIn(0, withinByte(1, 0x0f));
  t.throws(() => flash.write(bytes(0, 0, 0), 0));
  t.deepEqual([...flash.bytes.subarray(0, 3)], [0, 0xf0, 255]);
});

test('an erase that fails may have cleared all, or left any bits', (t) => {
  for (const [interruption, expected] of [
    [cleared, 0],
    [indeterminate(() => 0), 0],
    [indeterminate(() => 0.999), 255],
  ] as const) {
    const power = new FlashPower();
    const flash = new NorFlash({ blockLength: 16, blocks: 2, power });
    flash.bytes.fill(0x5a);
    power.failIn(0, interruption);
    t.throws(() => flash.eraseBlock(0));
    t.is(flash.bytes[7], expected);
    t.is(flash.bytes[16], 0x5a);
  }
});
