import test from 'ava';
import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import { espruinoFlash } from '../../../modules/ports/espruino/flash.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { recordFor, TimeBase } from '../../../modules/telemetry/outbox.js';
import { flashLibrary } from '../../espruino/flash-library.js';

const PAGE = 4096;
const FIRST = 0x300000;

test('a journal in pages of Espruino\'s flash touches no other page', (t) => {
  const flash = new NorFlash({ blocks: 6, writeAlign: 4 });
  const specifier = { io: espruinoFlash, library: flashLibrary(flash, FIRST), address: FIRST + PAGE, blocks: 4 };
  const outbox = new JournalOutbox({ flash: specifier });
  for (let count = 0; count < 400; count += 1) outbox.append(new Uint8Array(40).fill(count), 40, TimeBase.utc, count);
  t.deepEqual(flash.erases.map((erases) => erases > 0), [false, true, true, true, true, false]);
  const again = new JournalOutbox({ flash: specifier });
  t.is(again.newest, 400);
  const record = recordFor(again);
  t.true(again.peek(record, 399));
  t.is(record.payload[39], 399 & 255);
});

test('an address that begins no page is refused before anything is erased', (t) => {
  const flash = new NorFlash({ blocks: 6 });
  for (const address of [FIRST + 1, FIRST - PAGE]) {
    const specifier = { io: espruinoFlash, library: flashLibrary(flash, FIRST), address, blocks: 4 };
    t.like(t.throws(() => new JournalOutbox({ flash: specifier })), { code: 'invalid-argument' });
  }
  t.deepEqual(flash.erases, [0, 0, 0, 0, 0, 0]);
});
