import test from 'ava';
import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import { crc32 } from '../../../modules/telemetry/journal/crc32.js';
import { FlashBuffer } from '../../../modules/telemetry/journal/flash-buffer.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { isMarked } from '../../../modules/telemetry/journal/mark.js';
import { SECTOR_HEADER_LENGTH, writeSectorHeader } from '../../../modules/telemetry/journal/sector-header.js';
import { recordFor, TimeBase } from '../../../modules/telemetry/outbox.js';

/** Journals stay in the field for years, and a later version opens what an earlier one has written. The CRCs are zlib's. */

const hexadecimal = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('the CRC is that of IEEE 802.3, and another for another seed', (t) => {
  const { bytes, words } = new FlashBuffer(9);
  bytes.set(new TextEncoder().encode('123456789'));
  t.is(crc32(words, 0, 9, 0) >>> 0, 0xcbf43926);
  t.is(crc32(words, 4, 4, 0), 0);
  t.not(crc32(words, 0, 9, 1) >>> 0, 0xcbf43926);
});

/** Bit by bit, as the standard has it. */
function crcBitByBit(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ ((crc & 1) === 0 ? 0 : 0xedb88320);
  }
  return ~crc;
}

test('of every length, and from every word on, the CRC is what it is bit by bit', (t) => {
  const { bytes, words } = new FlashBuffer(64);
  bytes.forEach((_, index) => (bytes[index] = (index * 73) & 0xff));
  for (let start = 0; start < 64; start += 4) {
    for (let end = start; end <= 64; end += 1) t.is(crc32(words, start, end, 0), crcBitByBit(bytes.subarray(start, end)), `${start} to ${end}`);
  }
});

test('the bytes of a journal are those of its first version', (t) => {
  const flash = new NorFlash({ blockLength: 128, blocks: 2 });
  const outbox = new JournalOutbox({ flash: { io: flash }, maximumPayload: 16 });
  outbox.append(new Uint8Array([1, 2, 3]), 3, TimeBase.utc, 1767225600000);
  outbox.append(new Uint8Array([4]), 1, TimeBase.uptime, 5);
  outbox.acknowledge(1);
  const header = ['ffffffff', 'ffffffff', '55fe1fd6', '636e6a31', '00000000', '00000001', '0001', 'ffff'];
  const first = ['00000000', '5d2c98fe', '00000001', '4279b76daa800000', '0003', '0001', '02', '010203'];
  const second = ['ffffffff', 'c163e137', '00000002', '4014000000000000', '0001', '0001', '01', '04', 'ffff'];
  t.is(hexadecimal(flash.bytes.subarray(0, 28)), header.join(''));
  t.is(hexadecimal(flash.bytes.subarray(28, 28 + 28)), first.join(''));
  t.is(hexadecimal(flash.bytes.subarray(56, 56 + 28)), second.join(''));
  t.true(flash.bytes.subarray(84).every((byte) => byte === 255));
});

test('a mark is set when most of its own bits are cleared', (t) => {
  const buffer = new FlashBuffer(8);
  const mark = (...bytes: number[]): boolean => {
    buffer.bytes.set(bytes);
    return isMarked(buffer, 1);
  };
  t.true(mark(255, 0, 0, 0, 0, 255));
  t.false(mark(255, 255, 255, 255, 255, 255));
  t.false(mark(255, 0xfc, 0xff, 0xff, 0xff, 255), 'two bits have rotted');
  t.false(mark(0, 0, 0, 255, 255, 0), 'half of them');
  t.true(mark(255, 0, 0, 0x7f, 255, 255));
});

test('the number of a start follows that of the sector begun last, where that has no record yet', (t) => {
  const flash = new NorFlash({ blocks: 2 });
  const header = new FlashBuffer(SECTOR_HEADER_LENGTH);
  writeSectorHeader(header, 0, 100, 7);
  flash.write(header.bytes, 0);
  const outbox = new JournalOutbox({ flash: { io: flash } });
  const record = recordFor(outbox);
  t.is(outbox.append(new Uint8Array(1), 1, TimeBase.utc, 0), 100);
  t.true(outbox.peek(record));
  t.is(record.boot, 8);
});

test('a sector header that power has cut short is none', (t) => {
  const flash = new NorFlash({ blocks: 2 });
  new JournalOutbox({ flash: { io: flash } }).append(new Uint8Array(1), 1, TimeBase.utc, 0);
  const header = new FlashBuffer(SECTOR_HEADER_LENGTH);
  writeSectorHeader(header, 1, 50, 300);
  flash.write(header.first(24), 4096);
  const outbox = new JournalOutbox({ flash: { io: flash } });
  t.is(outbox.newest, 1);
  t.is(outbox.append(new Uint8Array(1), 1, TimeBase.utc, 0), 2);
  const record = recordFor(outbox);
  t.true(outbox.peek(record, 1));
  t.is(record.boot, 2);
});
