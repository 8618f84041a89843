import test from 'ava';
import { FaultBench } from './fault-bench.js';

test('the signal follows a profile, and ends as it was', (t) => {
  const bench = new FaultBench();
  bench.faults.inject('signal-follows', { levels: '31/0/99', step: 10 });
  const levels: string[] = [];
  for (let step = 0; step < 4; step += 1) {
    levels.push(/\+CSQ: (\d+)/.exec(bench.ask('AT+CSQ', 10_000))?.[1] ?? '');
  }
  t.deepEqual(levels, ['31', '0', '99', '31']);
  bench.faults.lift('signal-follows');
  t.regex(bench.ask('AT+CSQ'), /\+CSQ: 20/);
  for (const levels of ['31/many', '32', '', '5/']) {
    t.like(t.throws(() => bench.faults.inject('signal-follows', { levels })), { code: 'bad-option' });
  }
});

test('registration and data call', (t) => {
  const bench = FaultBench.open();
  bench.faults.inject('roaming');
  t.regex(bench.ask('AT+CGREG?'), /0,5/);
  bench.faults.inject('data-call-lost-silently');
  bench.time.advance(1000);
  t.is(bench.take(), '');
  t.is(bench.module.slots.state(1), 'closed');
  t.regex(bench.ask('AT+MIPCALL?'), /\+MIPCALL: 0/);
  bench.faults.inject('data-call-refused');
  t.regex(bench.ask('AT+MIPCALL=1', 5000), /\+MIPCALL: 0/);
  bench.faults.lift('data-call-refused');
  bench.ask('AT+MIPCALL=1', 5000);
  bench.faults.inject('data-call-stale');
  t.regex(bench.ask('AT+MIPCALL?'), /1,0\.0\.0\.0/);
  bench.ask('AT+MIPCALL=0');
  bench.ask('AT+MIPCALL=1', 5000);
  bench.faults.inject('data-call-lost');
  t.regex(bench.take(), /\+MIPCALL: 0/);
});

test('latency, throttling and loss delay an acknowledgement, and keep the order', (t) => {
  const acknowledged = (bench: FaultBench): number => {
    const start = bench.time.now();
    bench.publish('x'.repeat(100), 0);
    t.true(bench.time.runUntil(() => bench.take().includes('+MQTTPUB: 1,1'), 300_000));
    return bench.time.now() - start;
  };
  const bench = FaultBench.open();
  const plain = acknowledged(bench);
  bench.faults.inject('latency', { delay: 1000 });
  const late = acknowledged(bench) - plain;
  t.true(late > 1990 && late < 2010, `${late}`);
  bench.faults.lift('latency');
  bench.faults.inject('throttling', { throughput: 10 });
  // 101 bytes and 8 of a header, then the acknowledgement's 8.
  const throttled = acknowledged(bench) - plain;
  t.true(throttled > 11_600 && throttled < 11_800, `${throttled}`);
  bench.faults.lift('throttling');
  bench.faults.inject('packet-loss', { rate: 1 });
  // Six retransmissions each way: 1 + 2 + 4 + 8 + 16 + 32 s.
  t.true(acknowledged(bench) - plain > 120_000);
  bench.faults.inject('packet-loss', { rate: 0.5 });
  bench.received.splice(0);
  for (let index = 0; index < 20; index += 1) bench.publish(`${index}`, 100);
  bench.time.advance(600_000);
  const order = bench.received.map(({ payload }) => Number(String.fromCharCode(...payload)));
  t.deepEqual(order, Array.from({ length: 20 }, (_, index) => index));
});

test('a NAT forgets what is idle, unless keep-alive is frequent enough', (t) => {
  for (const [keepAlive, survives] of [[60, true], [300, false]] as const) {
    const bench = new FaultBench();
    bench.faults.inject('nat-timeout', { idle: 150 });
    bench.ask('AT+MIPCALL=1', 5000);
    bench.ask(`AT+MQTTOPEN=1,"b",1883,1,${keepAlive}`, 5000);
    bench.time.advance(140_000);
    t.regex(bench.publish('a', 5000), /\+MQTTPUB: 1,1/);
    bench.time.advance(200_000);
    t.is(bench.publish('b', 5000).includes('+MQTTPUB: 1,1'), survives);
    // Nobody has told the module.
    t.is(bench.module.slots.state(1), 'open');
  }
});
