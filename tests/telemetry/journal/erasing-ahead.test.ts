import test from 'ava';
import { FlashPower, type Interruption } from '../../../host-sim/flash/flash-power.js';
import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import type { JournalOutboxOptions } from '../../../modules/telemetry/journal/journal-options.js';
import { TimeBase } from '../../../modules/telemetry/outbox.js';
import { CountingFlash } from './counting-flash.js';

const PAYLOAD = new Uint8Array(36);
const BLOCKS = 4;

/** Flash that tells which block is erased when. */
class WatchedFlash extends CountingFlash {
  onErase: (block: number) => void = () => undefined;

  override eraseBlock(block: number): void {
    this.onErase(block);
    super.eraseBlock(block);
  }
}

/** What an erase may do first: marks look as if they had never been set, and the rest as before. */
const marksReturn: Interruption = ({ stored }) => {
  for (let index = 0; index < stored.length; index += 4) {
    const word = stored.subarray(index, index + 4);
    if (word.every((byte) => byte === 0)) word.fill(255);
  }
};

/** Flash that leaves a bit behind in an erase. */
class DullFlash extends NorFlash {
  isDull = false;

  override eraseBlock(block: number): void {
    super.eraseBlock(block);
    if (this.isDull) this.write(Uint8Array.of(254), block * 4096 + 2000);
  }
}

const journal = (flash: NorFlash, options: Partial<JournalOutboxOptions> = {}): JournalOutbox =>
  new JournalOutbox({ flash: { io: flash }, ...options });

const append = (outbox: JournalOutbox): number => outbox.append(PAYLOAD, PAYLOAD.length, TimeBase.utc, 0);

/** One reading, delivered at once, with the quiet moment after it. */
function deliverOne(outbox: JournalOutbox): void {
  outbox.acknowledge(append(outbox));
  outbox.prepare();
}

test('a node that delivers what it takes never erases while a reading waits to be accepted', (t) => {
  const flash = new WatchedFlash({ blocks: BLOCKS });
  const outbox = journal(flash);
  deliverOne(outbox);
  t.is(outbox.lateErasures, 1, 'the first sector of a new journal');
  for (let count = 0; count < 1000; count += 1) {
    flash.onErase = () => t.fail();
    let sequence = 0;
    const appending = flash.count(() => (sequence = append(outbox)));
    t.true(appending.bytes < 200, `an append has read ${appending.bytes} bytes: a block is looked through when it is erased`);
    flash.onErase = () => undefined;
    outbox.acknowledge(sequence);
    outbox.prepare();
  }
  t.is(outbox.lateErasures, 1);
  t.true(outbox.erasures >= 1000 / 64);
  const [most, least] = [Math.max(...flash.erases), Math.min(...flash.erases)];
  t.true(most - least <= 1, 'the wear is as even as without');
  t.is(outbox.erasures, flash.erases.reduce((sum, count) => sum + count, 0));
});

test('without a quiet moment an append erases, and counts it', (t) => {
  const outbox = journal(new NorFlash({ blocks: BLOCKS }));
  for (let count = 0; count < 300; count += 1) outbox.acknowledge(append(outbox));
  t.true(outbox.erasures > 3);
  t.is(outbox.lateErasures, outbox.erasures);
});

test('nothing that waits is erased ahead', (t) => {
  const flash = new WatchedFlash({ blocks: BLOCKS });
  const outbox = journal(flash);
  for (let count = 0; count < BLOCKS * 63 - 1; count += 1) append(outbox);
  const { length, erasures } = outbox;
  outbox.prepare();
  t.is(outbox.length, length);
  t.is(outbox.erasures, erasures);
  t.is(outbox.dropped, 0);
});

test('a block is not erased ahead before the one in use is nearly full', (t) => {
  const outbox = journal(new NorFlash({ blocks: BLOCKS }));
  deliverOne(outbox);
  for (let count = 0; count < 40; count += 1) deliverOne(outbox);
  t.is(outbox.erasures, 1);
  for (let count = 0; count < 15; count += 1) deliverOne(outbox);
  t.is(outbox.erasures, 2);
  outbox.prepare();
  t.is(outbox.erasures, 2, 'and once');
});

test('a restart between the erase and its use loses nothing', (t) => {
  const flash = new WatchedFlash({ blocks: BLOCKS });
  let outbox = journal(flash);
  const waiting: number[] = [];
  for (let count = 0; count < 400; count += 1) {
    const sequence = append(outbox);
    if (count % 8 === 0) waiting.push(sequence);
    else outbox.acknowledge(sequence);
    if (waiting.length > 3) outbox.acknowledge(waiting.shift() ?? 0);
    outbox.prepare();
    if (count % 3 === 0) outbox = journal(flash);
  }
  t.true(outbox.length >= waiting.length);
  for (const sequence of waiting) outbox.acknowledge(sequence);
  t.is(journal(flash).length, 0);
});

test('power that fails in an erase ahead, and sets its marks back, brings back nothing that has left', (t) => {
  const power = new FlashPower();
  const flash = new NorFlash({ blocks: 3, power });
  const outbox = journal(flash);
  while (outbox.erasures < 5) outbox.acknowledge(outbox.append(PAYLOAD.fill(7), PAYLOAD.length, TimeBase.utc, 0.1));
  while (outbox.erasures < 6) {
    outbox.acknowledge(outbox.append(PAYLOAD, PAYLOAD.length, TimeBase.utc, 0.1));
    // The first operation is the seal, the second the erase.
    power.failIn(power.operations + 1, marksReturn);
    outbox.prepare();
    if (power.isOn) power.restore();
  }
  t.false(power.isOn);
  power.restore();
  t.is(journal(flash).length, 0);
});

test('an erase ahead that leaves bits behind is noticed: the block is erased again before it is used', (t) => {
  const flash = new DullFlash({ blocks: BLOCKS });
  const outbox = journal(flash);
  deliverOne(outbox);
  flash.isDull = true;
  while (outbox.erasures === 1) deliverOne(outbox);
  flash.isDull = false;
  for (let count = 0; count < 20; count += 1) t.true(append(outbox) > 0);
  t.is(outbox.lateErasures, 2);
  t.is(journal(flash).length, 20);
});

test('a block that can\'t be erased ahead is tried again by the append', (t) => {
  const flash = new WatchedFlash({ blocks: BLOCKS });
  const outbox = journal(flash);
  deliverOne(outbox);
  flash.onErase = () => {
    throw new Error('erase failed');
  };
  for (let count = 0; count < 60; count += 1) deliverOne(outbox);
  flash.onErase = () => undefined;
  t.true(append(outbox) > 0);
  for (let count = 0; count < 10; count += 1) t.true(append(outbox) > 0);
  t.is(outbox.length, 11);
});
