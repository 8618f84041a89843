import test from 'ava';
import fc from 'fast-check';
import { digitsAsUtc, meansUtc, parseClock } from '../../modules/modem/clock-reading.js';
import { NetworkClock } from '../../modules/modem/network-clock.js';

const pad = (value: number): string => String(value).padStart(2, '0');

/** The text that a module shows at `utc` in a zone of so many quarter hours. */
function clockText(utc: number, quarters: number): string {
  const local = new Date(utc + quarters * 900_000);
  const date = `${pad(local.getUTCFullYear() % 100)}/${pad(local.getUTCMonth() + 1)}/${pad(local.getUTCDate())}`;
  const time = `${pad(local.getUTCHours())}:${pad(local.getUTCMinutes())}:${pad(local.getUTCSeconds())}`;
  return `${date},${time}${quarters < 0 ? '-' : '+'}${pad(Math.abs(quarters))}`;
}

test("the guide's example", (t) => {
  t.deepEqual(parseClock('23/09/04,15:17:41+32'), { utc: Date.UTC(2023, 8, 4, 7, 17, 41), offset: 480, year: 2023 });
});

test('west of Greenwich, and a day that differs from UTC', (t) => {
  t.is(parseClock('26/12/31,23:30:00-20')?.utc, Date.UTC(2027, 0, 1, 4, 30, 0));
  t.is(parseClock('26/12/31,23:30:00-20')?.offset, -300);
});

test('digits without a zone are UTC', (t) => {
  t.deepEqual(parseClock('26/03/01,00:00:00'), { utc: Date.UTC(2026, 2, 1), offset: 0, year: 2026 });
});

test('a year of four digits, and a field more', (t) => {
  t.deepEqual(parseClock('2026/03/01,08:00:10+32'), { utc: Date.UTC(2026, 2, 1, 0, 0, 10), offset: 480, year: 2026 });
  t.is(parseClock('2026/03/01,08:00:10')?.utc, Date.UTC(2026, 2, 1, 8, 0, 10));
  t.is(parseClock('1980/01/06,00:00:10+00')?.year, 1980);
  t.is(parseClock('26/03/01,08:00:10+32,1')?.offset, 480);
});

test('blanks, a fraction of the second and the letter of UTC', (t) => {
  const utc = Date.UTC(2026, 2, 1, 0, 0, 10);
  t.deepEqual(parseClock('26/03/01, 08:00:10 +32'), { utc, offset: 480, year: 2026 });
  t.deepEqual(parseClock(' 2026/03/01 , 08:00:10.250+32 '), { utc, offset: 480, year: 2026 });
  t.deepEqual(parseClock('26/03/01,00:00:10Z'), { utc, offset: 0, year: 2026 });
  t.deepEqual(parseClock('26/03/01,00:00:10.5Z,1'), { utc, offset: 0, year: 2026 });
  for (const text of ['26/03/01,00:00:10X', '26/03/01,00:00:10Z0', '26/03/01,00:00:10.Q', '26/03/01T00:00:10Z']) t.is(parseClock(text), undefined);
});

test('digits that a time server has set are UTC where that is what is known, and local digits else', (t) => {
  const zone = 44 * 900_000;
  const reading = { utc: Date.UTC(2026, 2, 1, 8) - zone, offset: 660, year: 2026 };
  const noon = Date.UTC(2026, 2, 1, 8);
  t.is(digitsAsUtc(reading).utc, noon);
  t.true(meansUtc(reading, noon + 60_000, true));
  t.false(meansUtc(reading, noon - zone, true));
  t.false(meansUtc(reading, noon + 2 * zone, true));
  t.false(meansUtc(reading, undefined, true));
  t.false(meansUtc(reading, noon, false));
  t.false(meansUtc({ utc: noon, offset: 0, year: 2026 }, noon, true));
});

test('years from 70 on belong to the last century, so a module that starts in 1970 or 1980 shows it', (t) => {
  t.is(parseClock('70/01/01,00:00:10+00')?.year, 1970);
  t.is(parseClock('80/01/06,00:00:10+00')?.utc, Date.UTC(1980, 0, 6, 0, 0, 10));
  t.is(parseClock('69/12/31,20:45:10-13'), undefined, 'a module that starts in 1970, west of Greenwich');
});

test('leap days', (t) => {
  t.is(parseClock('28/02/29,12:00:00+00')?.utc, Date.UTC(2028, 1, 29, 12));
  t.is(parseClock('26/02/29,12:00:00+00'), undefined);
  t.is(parseClock('00/02/29,12:00:00+00')?.utc, Date.UTC(2000, 1, 29, 12));
});

for (const text of [
  '',
  '26/13/01,00:00:00+00',
  '26/00/01,00:00:00+00',
  '26/01/00,00:00:00+00',
  '26/04/31,00:00:00+00',
  '26/01/01,24:00:00+00',
  '26/01/01,00:60:00+00',
  '26/01/01,00:00:61+00',
  '26/01/01,00:00:00+57',
  '26/01/01,00:00:00-49',
  '26/01/01,00:00:00 00',
  '26/01/01,00:00:00+0',
  '26/01/01 00:00:00+00',
  '126/01/01,00:00:00',
  '02026/01/01,00:00:00',
  '1969/12/31,00:00:00',
  '2100/01/01,00:00:00',
  '2026-01-01,00:00:00',
  '26/01/01,00:00:00+00x',
  'x6/01/01,00:00:00+00',
  '26/01/01,00:00:0x+00',
]) {
  test(`no time: ${JSON.stringify(text)}`, (t) => {
    t.is(parseClock(text), undefined);
  });
}

test('every second from 1970 to 2068, in every zone there is', (t) => {
  const seconds = fc.integer({ min: Date.UTC(1970, 0, 2) / 1000, max: Date.UTC(2068, 11, 30) / 1000 });
  fc.assert(
    fc.property(seconds, fc.integer({ min: -48, max: 56 }), (second, quarters) => {
      const reading = parseClock(clockText(second * 1000, quarters));
      t.is(reading?.utc, second * 1000);
      t.is(reading?.offset, quarters * 15);
    }),
    { numRuns: 2000 },
  );
});

test('any text is read or refused, never an exception', (t) => {
  fc.assert(
    fc.property(fc.string({ maxLength: 24 }), (text) => {
      const reading = parseClock(text);
      t.true(reading === undefined || Number.isInteger(reading.utc));
    }),
  );
});

test('time goes on with the monotonic clock', (t) => {
  const clock = new NetworkClock();
  t.is(clock.at(5000), undefined);
  clock.take({ utc: 1_000_000, offset: 0, year: 2026 }, 5000);
  t.is(clock.at(5000), 1_000_000);
  t.is(clock.at(65_000), 1_060_000);
});

test('a reading of the same second changes nothing; one of another steps by no more than it must', (t) => {
  const clock = new NetworkClock();
  clock.take({ utc: 1_000_000, offset: 0, year: 2026 }, 0);
  clock.take({ utc: 1_010_000, offset: 0, year: 2026 }, 10_400);
  t.is(clock.at(10_400), 1_010_400);
  clock.take({ utc: 1_021_000, offset: 0, year: 2026 }, 20_500);
  t.is(clock.at(20_500), 1_021_000);
  clock.take({ utc: 1_030_000, offset: 0, year: 2026 }, 30_800);
  t.is(clock.at(30_800), 1_030_999);
});

test('right readings never make time go back', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 999 }),
      fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 50 }),
      (fraction, pauses) => {
        const clock = new NetworkClock();
        const start = 1_780_000_000_000 + fraction;
        let monotonic = 0;
        let before = 0;
        for (const pause of pauses) {
          monotonic += pause;
          const present = clock.at(monotonic);
          t.true((present ?? before) >= before);
          clock.take({ utc: Math.floor((start + monotonic) / 1000) * 1000, offset: 0, year: 2026 }, monotonic);
          const after = clock.at(monotonic) ?? 0;
          t.true(after >= (present ?? 0));
          t.true(Math.abs(after - start - monotonic) < 1000);
          before = after;
        }
      },
    ),
  );
});
