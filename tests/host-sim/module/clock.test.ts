import test from 'ava';
import type { ProfileOptions } from '../../../host-sim/module/profile.js';
import { GUIDE_TIME, lines, ModuleBench } from './module-bench.js';

function clockOf(bench: ModuleBench): string {
  return bench.ask('AT+CCLK?').split('"')[1];
}

test('the clock is implausible at boot, runs, and is forgotten with the power', (t) => {
  const bench = ModuleBench.online();
  t.true(clockOf(bench).startsWith('70/01/01,00:00:'));
  t.true(clockOf(bench).endsWith('+00'));
  bench.ask('AT+MIPNTP="pool.ntp.org",123');
  t.true(clockOf(bench).startsWith('23/09/04,15:17:'));
  bench.time.advance(3600000);
  t.true(clockOf(bench).startsWith('23/09/04,16:17:'));
  bench.module.reset();
  bench.time.advance(10000);
  bench.take();
  t.true(clockOf(bench).startsWith('70/01/01,'));
});

test('local time is UTC and the zone, in quarter hours', (t) => {
  const synchronised = (profile: ProfileOptions): string => {
    const bench = ModuleBench.online({ profile });
    bench.type('AT+MIPNTP="pool.ntp.org",123\r');
    bench.until(() => bench.output.includes('+MIPNTP: 1'), 5000);
    bench.take();
    return bench.ask('AT+CCLK?', 50);
  };
  t.is(synchronised({}), lines('+CCLK: "23/09/04,15:17:41+32"', 'OK'));
  t.is(synchronised({ quarterHours: 0 }), lines('+CCLK: "23/09/04,07:17:41+00"', 'OK'));
  t.is(synchronised({ quarterHours: -14 }), lines('+CCLK: "23/09/04,03:47:41-14"', 'OK'));
});

test('a time server that does not answer is told after a while, and a second question meanwhile refused', (t) => {
  const bench = ModuleBench.online({ profile: { ntpServers: ['good'], ntpFailureStatus: 5 } });
  bench.ask('AT+CMEE=1');
  t.is(bench.ask('AT+MIPNTP="bad",123', 100), lines('OK'));
  t.is(bench.ask('AT+MIPNTP="good",123', 100), lines('+CME ERROR: 320'));
  bench.time.advance(15000);
  t.is(bench.take(), lines('+MIPNTP: 5'));
  t.is(bench.ask('AT+MIPNTP="good",123'), lines('OK', '+MIPNTP: 1'));
  t.true(Math.abs((bench.module.clock ?? 0) - GUIDE_TIME) < 5000);
});

test('without an address there is no time', (t) => {
  const bench = ModuleBench.registered();
  bench.ask('ATE0+CMEE=1');
  t.is(bench.ask('AT+MIPNTP="pool.ntp.org",123'), lines('+CME ERROR: 3'));
});

test('a fraction of a second has three digits, however little has passed', (t) => {
  const bench = ModuleBench.online({ profile: { clockForm: 'yy/MM/dd,hh:mm:ss.SSS±zz' }, utcNow: () => GUIDE_TIME + 7.25 });
  bench.ask('AT+MIPNTP="pool.ntp.org",123');
  bench.time.advance(0.375);
  t.regex(clockOf(bench), /^23\/09\/04,15:17:\d\d\.\d{3}\+32$/);
});
