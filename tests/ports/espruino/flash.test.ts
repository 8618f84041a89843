import test from 'ava';
import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import { espruinoFlash, type EspruinoFlashLibrary } from '../../../modules/ports/espruino/flash.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { recordFor, TimeBase } from '../../../modules/telemetry/outbox.js';

const PAGE = 4096;
const FIRST = 0x300000;

/** The library over pages from FIRST on. */
function library(flash: NorFlash): EspruinoFlashLibrary {
  return {
    read: (byteLength, address) => {
      const bytes = new Uint8Array(byteLength);
      flash.read(bytes, address - FIRST);
      return bytes;
    },
    write: (data, address) => flash.write(data, address - FIRST),
    erasePage: (address) => flash.eraseBlock(Math.floor((address - FIRST) / PAGE)),
    getPage: (address) => (address < FIRST ? undefined : { addr: address - (address % PAGE), length: PAGE }),
  };
}

test('a journal in pages of Espruino\'s flash touches no other page', (t) => {
  const flash = new NorFlash({ blocks: 6, writeAlign: 4 });
  const specifier = { io: espruinoFlash, library: library(flash), address: FIRST + PAGE, blocks: 4 };
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
    const specifier = { io: espruinoFlash, library: library(flash), address, blocks: 4 };
    t.like(t.throws(() => new JournalOutbox({ flash: specifier })), { code: 'invalid-argument' });
  }
  t.deepEqual(flash.erases, [0, 0, 0, 0, 0, 0]);
});
