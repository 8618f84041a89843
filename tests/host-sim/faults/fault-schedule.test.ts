import test from 'ava';
import { badYear } from '../../../host-sim/faults/fault-mix.js';
import { FaultSchedule, parseFault } from '../../../host-sim/faults/fault-schedule.js';
import { FaultBench } from './fault-bench.js';

/** What happened, and in which second after the start. */
function recorded(bench: FaultBench): string[] {
  const start = bench.time.now();
  const happened: string[] = [];
  bench.faults.onNews = ({ type, name }) => happened.push(`${type} ${name} ${Math.round((bench.time.now() - start) / 1000)}`);
  return happened;
}

test('how a fault is written', (t) => {
  t.deepEqual(parseFault('prompt-stuck'), {
    name: 'prompt-stuck',
    options: {},
    moment: { kind: 'at', delay: 0 },
    duration: undefined,
  });
  t.deepEqual(parseFault('prompt-stuck@30s').moment, { kind: 'at', delay: 30_000 });
  t.deepEqual(parseFault('reboot@every 10m').moment, { kind: 'every', interval: 600_000 });
  t.deepEqual(parseFault('brown-out@after AT+MQTTPUB').moment, { kind: 'after', command: 'AT+MQTTPUB' });
  t.deepEqual(parseFault('latency:delay=500@5m for 1m'), {
    name: 'latency',
    options: { delay: '500' },
    moment: { kind: 'at', delay: 300_000 },
    duration: 60_000,
  });
  t.deepEqual(parseFault('bytes-lost:rate=0.1,direction=to-host').options, { rate: '0.1', direction: 'to-host' });
  t.deepEqual(parseFault(' broker-stalls for 500ms ').duration, 500);
  t.deepEqual(parseFault('power-cut@1.5h').moment, { kind: 'at', delay: 5_400_000 });
});

test('what cannot be read is refused with what would be right', (t) => {
  const refused: readonly (readonly [text: string, code: string, words: RegExp])[] = [
    ['', 'bad-schedule', /NAME\[/],
    ['nonsense', 'unknown-fault', /prompt-stuck/],
    ['nonsense@30s', 'unknown-fault', /prompt-stuck/],
    ['reboot@soon', 'bad-schedule', /30s, 10m/],
    ['reboot@30', 'bad-schedule', /30s, 10m/],
    ['reboot@', 'bad-schedule', /30s, 10m/],
    ['reboot@every', 'bad-schedule', /30s, 10m/],
    ['reboot@every 0s', 'bad-schedule', /longer than nothing/],
    ['reboot@after', 'bad-schedule', /begins with AT/],
    ['reboot@after MQTTPUB', 'bad-schedule', /begins with AT/],
    ['latency:delay@5s', 'bad-schedule', /name=value/],
    ['latency:speed=5', 'unknown-option', /delay/],
    ['latency:delay=fast', 'bad-option', /number from/],
    ['latency for ever', 'bad-schedule', /30s, 10m/],
  ];
  for (const [text, code, words] of refused) {
    const error = t.throws(() => parseFault(text), undefined, text);
    t.like(error, { code }, text);
    t.regex(error.message, words, text);
  }
});

test('at once, at a time, every so often, and for a while', (t) => {
  const bench = new FaultBench();
  const happened = recorded(bench);
  const faults = ['roaming', 'latency@5s for 3s', 'unknown-urc@every 10s'].map(parseFault);
  const schedule = new FaultSchedule(bench.time, bench.faultyModule, { faults });
  bench.time.advance(25_000);
  t.deepEqual(happened, [
    'injected roaming 0',
    'injected latency 5',
    'lifted latency 8',
    'injected unknown-urc 10',
    'injected unknown-urc 20',
  ]);
  schedule.stop();
  bench.time.advance(60_000);
  t.is(happened.length, 5);
  t.deepEqual(bench.faults.active, ['roaming']);
});

test('after a command: before it runs, each time', (t) => {
  const bench = FaultBench.open();
  const schedule = new FaultSchedule(bench.time, bench.faultyModule, { faults: [parseFault('answer-missing@after AT+CSQ')] });
  t.is(bench.ask('AT'), '\r\nOK\r\n');
  t.is(bench.ask('AT+CSQ'), '');
  t.is(bench.ask('AT+CSQ'), '');
  schedule.stop();
  t.regex(bench.ask('AT+CSQ'), /OK/);
});

test('a mix: the same seed gives the same run, another one another, at about the rates that it states', (t) => {
  const run = (seed: number): string[] => {
    const bench = FaultBench.open();
    const happened = recorded(bench);
    const schedule = new FaultSchedule(bench.time, bench.faultyModule, { mix: badYear, seed });
    bench.time.advance(20 * 86_400_000);
    schedule.stop();
    return happened;
  };
  const first = run(1);
  t.deepEqual(run(1), first);
  t.notDeepEqual(run(2), first);
  const injected = first.filter((line) => line.startsWith('injected')).length;
  const expected = 20 * badYear.reduce((sum, { perDay }) => sum + perDay, 0);
  // Three standard deviations of a Poisson count.
  t.true(Math.abs(injected - expected) < 3 * Math.sqrt(expected), `${injected} of ${expected}`);
  for (const { name } of badYear.filter(({ perDay }) => perDay >= 0.5)) {
    t.true(first.some((line) => line.startsWith(`injected ${name} `)), name);
  }
});
