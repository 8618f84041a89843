import test from 'ava';
import type { CellularError } from '../../modules/base/errors.js';
import { mqttClose, mqttOpen } from '../../modules/fibocom/mqtt.js';
import { mqttBroken } from '../../modules/fibocom/urcs.js';
import { ModemBench } from './modem-bench.js';

function claim(bench: ModemBench): string[] {
  const reasons: string[] = [];
  bench.modem.claimSlot({ onUrc: () => undefined, onLinkDown: ({ code }) => reasons.push(code) });
  return reasons;
}

test('a module that restarts with boot lines is brought up again from the start', (t) => {
  const bench = ModemBench.up();
  const reasons = claim(bench);
  bench.time.advance(120_000);
  bench.states.length = 0;
  bench.module.reset();
  bench.until('waking', 10_000);
  bench.time.advance(1);
  t.deepEqual(reasons, ['connection-lost']);
  t.is(bench.modem.error?.code, 'connection-lost');
  t.is(bench.modem.connection, 0);
  bench.until('up', 30_000);
  bench.time.advance(1);
  t.deepEqual(bench.states, ['waking', 'identifying', 'sim', 'signal', 'registering', 'dialling', 'clock', 'provisioning', 'up']);
  t.deepEqual(reasons, ['connection-lost']);
});

test('a module that restarts without a word is found out by the next check', (t) => {
  const bench = ModemBench.up({}, { profile: { startMessages: false } });
  const reasons = claim(bench);
  bench.time.advance(30_000);
  bench.module.reset();
  bench.until('waking', 70_000);
  bench.until('up', 120_000);
  t.is(reasons.length, 1);
});

test('a restart is dealt with in every state on the way up', (t) => {
  for (const state of ['identifying', 'sim', 'signal', 'registering', 'dialling', 'clock', 'provisioning'] as const) {
    const bench = new ModemBench({ profile: { timing: { ntp: [3000, 3000] } } });
    bench.module.powerOn();
    bench.modem.connect();
    bench.until(state);
    bench.time.advance(1);
    bench.module.reset();
    bench.until('waking');
    bench.until('up', 120_000);
    t.is(bench.modem.connection, 500, state);
  }
});

test('a module that restarts again and again is not hurried', (t) => {
  const bench = ModemBench.up();
  bench.sent();
  for (let restart = 0; restart < 60; restart += 1) {
    bench.module.reset();
    bench.time.advance(10_000);
  }
  const lines = bench.sent().length;
  t.true(lines < 3000, `${lines} lines in ten minutes`);
  bench.until('up', 300_000);
  t.pass();
});

test('a module that falls silent is noticed, told, and brought up when it answers', (t) => {
  const bench = ModemBench.up();
  const reasons = claim(bench);
  bench.lossAhead = Infinity;
  bench.untilTrue(() => reasons.length > 0, 120_000);
  t.deepEqual(reasons, ['unresponsive']);
  bench.time.advance(1);
  t.is(bench.modem.state, 'waking');
  t.is(bench.modem.connection, 0);
  bench.time.advance(600_000);
  t.is(bench.modem.error?.code, 'unresponsive');
  bench.sent();
  bench.lossAhead = 0;
  bench.until('up', 200_000);
  t.is(bench.modem.error, undefined);
  t.is(bench.count('AT+MIPCALL=1'), 0);
  t.deepEqual(reasons, ['unresponsive']);
});

test('a module that loses its power while up', (t) => {
  const bench = ModemBench.up();
  const reasons = claim(bench);
  bench.module.powerOff();
  bench.time.advance(300_000);
  t.deepEqual(reasons, ['unresponsive']);
  bench.module.powerOn();
  bench.until('up', 120_000);
  t.pass();
});

test('URCs of a slot reach who claimed it, and the modem goes on', (t) => {
  const bench = ModemBench.up();
  const causes: number[] = [];
  const { modem } = bench;
  const slot = modem.claimSlot({
    onUrc: (urc, fields) => {
      if (urc === mqttBroken) causes.push(fields.integer('cause'));
    },
    onLinkDown: () => t.fail(),
  });
  const outcomes: (CellularError | undefined)[] = [];
  modem.execute({
    command: mqttOpen,
    values: [slot, 'broker.example', 1883, 1, 60],
    onEnd: (error) => outcomes.push(error),
  });
  bench.untilTrue(() => bench.uplink.connections.length > 0);
  bench.uplink.last.events.onConnected(false);
  bench.untilTrue(() => outcomes.length > 0);
  t.deepEqual(outcomes, [undefined]);
  bench.module.slots.break(slot, 2);
  bench.time.advance(1000);
  t.deepEqual(causes, [2]);
  t.is(modem.unclaimedUrcs, 0);
  modem.releaseSlot(slot);
});

test('exchanges that the modem cannot carry out end, each once', (t) => {
  const bench = ModemBench.up();
  const outcomes: (string | undefined)[] = [];
  const close = (): void => {
    bench.modem.execute({ command: mqttClose, values: [1], onEnd: (error) => outcomes.push(error?.code) });
  };
  bench.lossAhead = Infinity;
  close();
  close();
  bench.time.advance(120_000);
  t.is(outcomes.length, 2);
  const error = t.throws(close) as CellularError;
  t.is(error.code, 'unresponsive');
});
