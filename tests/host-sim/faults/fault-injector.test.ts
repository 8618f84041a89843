import { readdir } from 'node:fs/promises';
import test from 'ava';
import { faults } from '../../../host-sim/faults/fault-catalogue.js';
import { fieldFailures } from '../../../host-sim/faults/field-failures.js';
import { FaultBench } from './fault-bench.js';

test('a name that does not exist is refused with those that do', (t) => {
  const { faults: injector } = new FaultBench();
  for (const act of [() => injector.inject('prompt-stcuk'), () => injector.lift('prompt-stcuk')]) {
    const error = t.throws(act);
    t.like(error, { code: 'unknown-fault' });
    for (const { name } of faults) t.true(error.message.includes(name));
  }
  t.deepEqual(injector.counts, {});
});

test('an option that does not exist, or is out of bounds, is refused by name', (t) => {
  const { faults: injector } = new FaultBench();
  t.like(t.throws(() => injector.inject('latency', { dealy: 1 })), {
    code: 'unknown-option',
    message: 'latency: no option "dealy"; its options: delay',
  });
  for (const delay of [-1, NaN, 'soon', '', 1e9]) {
    t.like(t.throws(() => injector.inject('latency', { delay })), { code: 'bad-option' }, String(delay));
  }
  t.like(t.throws(() => injector.inject('line-ends', { form: 'crlfcr' })), { code: 'bad-option' });
  t.deepEqual(injector.active, []);
});

test('names are unique and in kebab case, and every row of the field has a fault, but those of the host and its peers', (t) => {
  const names = faults.map(({ name }) => name);
  t.is(new Set(names).size, names.length);
  for (const name of names) t.regex(name, /^[a-z]+(-[a-z]+)*$/);
  const known = fieldFailures.map(({ row }) => row);
  const caused = new Set(faults.flatMap(({ rows }) => rows));
  t.deepEqual(known.filter((row) => !caused.has(row)), ['F28', 'F34', 'F35', 'F36', 'F37', 'F40', 'F41', 'F42']);
  t.deepEqual([...caused].filter((row) => !known.includes(row)), []);
});

test('every row of the field has its scenario, or names the tests that hold it', async (t) => {
  const files = await readdir('tests/scenarios');
  for (const { row, heldBy } of fieldFailures) {
    const prefix = `f${row.slice(1).padStart(2, '0')}-`;
    t.is(files.some((file) => file.startsWith(prefix)), heldBy === undefined, row);
  }
});

test('each fault begins and ends, is counted, and leaves the module as it was', (t) => {
  for (const { name, span } of faults) {
    const bench = FaultBench.open();
    const { registration, signal, hasDataService } = bench.module.radio;
    const { quarterHours, lineEnding, ntpServers } = bench.module.profile;
    const news: string[] = [];
    bench.faults.onNews = ({ type }) => news.push(type);
    bench.faults.inject(name);
    t.deepEqual(bench.faults.active, span === 'instant' ? [] : [name]);
    bench.faults.lift(name);
    t.deepEqual(bench.faults.active, []);
    t.deepEqual(bench.faults.counts, { [name]: 1 });
    t.deepEqual(news, span === 'instant' ? ['injected'] : ['injected', 'lifted'], name);
    bench.time.advance(60_000);
    bench.module.powerOff();
    bench.module.powerOn();
    bench.time.advance(30_000);
    t.true(bench.module.sim.isInserted);
    t.deepEqual(
      [bench.module.radio.registration, bench.module.radio.signal, bench.module.radio.hasDataService],
      [registration, signal, hasDataService],
      name,
    );
    t.like(bench.module.profile, { quarterHours, lineEnding, ntpServers }, name);
    bench.ask('ATE0');
    t.is(bench.ask('AT'), '\r\nOK\r\n', name);
  }
});

test('faults that want the same thing different give way in whatever order they are lifted', (t) => {
  const { faults: injector, module } = new FaultBench();
  injector.inject('registration-lost');
  injector.inject('registration-denied');
  t.is(module.radio.registration, 3);
  injector.lift('registration-lost');
  t.is(module.radio.registration, 3);
  injector.lift('registration-denied');
  t.is(module.radio.registration, 1);
  injector.inject('line-ends', { form: 'lf' });
  injector.inject('line-ends', { form: 'crcrlf' });
  t.is(module.profile.lineEnding, 'crcrlf');
  injector.liftAll();
  t.is(module.profile.lineEnding, 'crlf');
});

test('what waits for its occasion ends with it, and is told', (t) => {
  const bench = FaultBench.open();
  const news: string[] = [];
  bench.faults.onNews = ({ type, name }) => news.push(`${type} ${name}`);
  bench.faults.inject('completion-missing', { urc: '+MQTTPUB' });
  t.is(bench.publish(), '\r\nOK\r\n');
  t.is(bench.publish(), '\r\nOK\r\n\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(news, ['injected completion-missing', 'lifted completion-missing']);
});

test('an active fault that is injected again begins anew with its new options', (t) => {
  const bench = new FaultBench();
  bench.faults.inject('answers-slow', { delay: 2000 });
  bench.faults.inject('answers-slow', { delay: 10 });
  t.is(bench.ask('AT', 500), '\r\nOK\r\n');
  t.deepEqual(bench.faults.active, ['answers-slow']);
  t.is(bench.faults.counts['answers-slow'], 2);
});

test('a fault draws nothing from the durations of the module: the same seed boots in the same time', (t) => {
  const bootTime = (fault: string | undefined): number => {
    const bench = new FaultBench({ seed: 5 });
    if (fault !== undefined) bench.faults.inject(fault, { rate: 0.001 });
    const start = bench.time.now();
    bench.module.reset();
    bench.time.runUntil(() => bench.module.registration === 1, 60_000);
    return bench.time.now() - start;
  };
  t.is(bootTime('bytes-flipped'), bootTime(undefined));
});
