import test from 'ava';
import { FaultBench, START } from './fault-bench.js';

function synchronised(): FaultBench {
  const bench = FaultBench.open();
  bench.ask('AT+MIPNTP="pool.ntp.org",123', 20_000);
  return bench;
}

function error(bench: FaultBench): number {
  return Math.round(((bench.module.clock ?? 0) - START - bench.time.now()) / 1000);
}

test('wrong, stepped and forgotten', (t) => {
  const bench = synchronised();
  t.is(error(bench), 0);
  bench.faults.inject('clock-stepped', { step: -3600 });
  t.is(error(bench), -3600);
  bench.faults.inject('clock-wrong', { offset: 86_400 });
  t.is(error(bench), -3600);
  bench.ask('AT+MIPNTP="pool.ntp.org",123', 20_000);
  t.is(error(bench), 86_400);
  bench.faults.lift('clock-wrong');
  bench.ask('AT+MIPNTP="pool.ntp.org",123', 20_000);
  t.is(error(bench), 0);
  bench.faults.inject('clock-forgotten');
  t.regex(bench.ask('AT+CCLK?'), /"70\/01\/01/);
  bench.faults.inject('time-servers-silent');
  t.regex(bench.ask('AT+MIPNTP="pool.ntp.org",123', 20_000), /\+MIPNTP: 0/);
});

test('another time zone is the same time', (t) => {
  const bench = synchronised();
  bench.faults.inject('time-zone', { quarters: -13 });
  t.regex(bench.ask('AT+CCLK?'), /26\/02\/28,20:4\d:\d\d-13"/);
  t.is(error(bench), 0);
  bench.faults.lift('time-zone');
  t.regex(bench.ask('AT+CCLK?'), /26\/03\/01,08:0\d:\d\d\+32"/);
});
