import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { NO_OBSTACLE } from '../../host-sim/module/line/command-hook.js';
import { l610Quirky, mc66x } from '../../host-sim/module/profile.js';
import { check } from '../property.js';
import { VirtualBench, type VirtualBenchOptions } from '../support/virtual-bench.js';
import { BacklogWriter } from './backlog-writer.js';

const HOUR = 3_600_000;
const COUNT = 40;
const COMPLETION = '+MQTTPUB';
const NUMBERS = Array.from({ length: COUNT }, (_, index) => index);

/** What becomes of a completion on its way to the driver. */
type Fate = 'missing' | 'failed' | { readonly late: number };

/** A module whose completions meet their fates, by their number. */
function fated(fates: ReadonlyMap<number, Fate>): { readonly bench: (options?: VirtualBenchOptions) => VirtualBench } {
  let count = 0;
  let bench: VirtualBench | undefined;
  return {
    bench: (options = {}) => {
      const hook: NonNullable<VirtualBenchOptions['module']>['hook'] = {
        onCommand: () => NO_OBSTACLE,
        onSpoken: ({ name, bytes }, say) => {
          const fate = name === COMPLETION ? fates.get((count += 1)) : undefined;
          if (fate === undefined) say(bytes);
          else if (fate === 'failed') say(Buffer.from(Buffer.from(bytes).toString().replace(/(: *"?\d"?, *"?)1/, '$10')));
          else if (fate !== 'missing') bench?.time.alarm(() => say(bytes)).arm(fate.late);
        },
      };
      bench = new VirtualBench({ ...options, module: { hook, ...options.module } }).bringUp();
      return bench;
    },
  };
}

function firsts(numbers: readonly number[]): number[] {
  return numbers.filter((number, index) => numbers.indexOf(number) === index);
}

const fate = fc.oneof(
  fc.constantFrom<Fate>('missing', 'failed'),
  fc.record({ late: fc.constantFrom(1, 100, 1000, 20_000, 40_000) }),
);
const trouble = fc.oneof(
  fc.record({ kind: fc.constant('nothing' as const) }),
  fc.record({ kind: fc.constantFrom('break', 'mute', 'reset', 'stall', 'away', 'no-cover'), at: fc.integer({ min: 1, max: 4000 }) }),
);

for (const [name, profile] of [['the guide\'s module', mc66x], ['an odd L610', l610Quirky]] as const) {
  test(`${name}: whatever fails in a window, each message reaches the broker, in order, and none is acknowledged before`, (t) => {
    check(
      t,
      fc.property(
        fc.integer({ min: 2, max: 48 }),
        fc.constantFrom(1 as const, 2 as const),
        fc.constantFrom(0, 20, 200, 1500),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fate), { maxLength: 3 }),
        fc.constantFrom(1, 2, 5, Infinity),
        trouble,
        (publishWindow, QoS, roundTrip, fates, publishesInFlight, event) => {
          const bench = fated(new Map(fates)).bench({
            broker: { roundTrip },
            module: { profile: { ...profile, publishesInFlight } },
          });
          const writer = new BacklogWriter(bench, { count: COUNT, publishWindow, QoS });
          if (event.kind !== 'nothing') {
            bench.advance(event.at);
            happen(bench, event.kind);
          }
          bench.until(() => writer.isDone, 'all are acknowledged', HOUR);
          assert.deepEqual(writer.lies, []);
          assert.deepEqual(writer.acknowledged, NUMBERS);
          assert.deepEqual(firsts(writer.received), NUMBERS);
        },
      ),
      { runs: 60 },
    );
  });
}

function happen(bench: VirtualBench, kind: string): void {
  const { slots } = bench.module;
  const slot = slots.state(1) === 'open' ? 1 : 2;
  if (kind === 'break') slots.break(slot, 1);
  if (kind === 'mute') slots.mute(slot);
  if (kind === 'reset') bench.module.reset();
  if (kind === 'away') bench.broker.goAway(10_000);
  if (kind === 'no-cover') bench.module.dataCall.lose({ withUrc: false });
  if (kind === 'stall') {
    bench.broker.stall();
    bench.advance(5000);
    bench.broker.resume();
  }
}

test('no message is waited for while there is room, and none is acknowledged before all are', (t) => {
  const bench = new VirtualBench({ broker: { roundTrip: 2000 } }).bringUp();
  const client = bench.connectedClient({ publishWindow: 5 });
  const start = bench.time.now();
  for (let id = 1; id <= 5; id += 1) client.write(Buffer.from('x'), { topic: 'a', QoS: id === 3 ? 2 : 1, id });
  bench.until(() => bench.received.length === 4, 'the broker has what needs no further handshake');
  t.true(bench.time.now() - start < 1500);
  t.is(client.writable, 0);
  t.deepEqual(client.acknowledgements, []);
  client.untilWritable();
  t.deepEqual(client.acknowledgements, ['control 4 1', 'control 4 2', 'control 5 3', 'control 7 3', 'control 4 4', 'control 4 5']);
  t.true(bench.time.now() - start < 5000);
});

test('a window of one is acknowledged one by one', (t) => {
  const bench = new VirtualBench().bringUp();
  const writer = new BacklogWriter(bench, { count: 5, publishWindow: 1, QoS: 1 });
  bench.until(() => writer.isDone, 'all are acknowledged');
  t.is(writer.mostUnacknowledged, 1);
});

test('when the writer pauses the window is acknowledged, full or not', (t) => {
  const bench = new VirtualBench({ broker: { roundTrip: 300 } }).bringUp();
  const client = bench.connectedClient({ publishWindow: 50 });
  client.publish('a', 'x', 1);
  client.publish('a', 'y', 1);
  bench.advance(1000);
  t.deepEqual(client.acknowledgements, ['control 4 1', 'control 4 2']);
});

test('a steady writer gets its acknowledgements after ten seconds at the latest', (t) => {
  const bench = new VirtualBench({ broker: { roundTrip: 500 } }).bringUp();
  const client = bench.connectedClient({ publishWindow: 256 });
  const start = bench.time.now();
  while (client.acknowledgements.length === 0) {
    client.publish('a', 'x', 1);
    bench.advance(400);
  }
  const waited = bench.time.now() - start;
  t.true(waited > 10_000 && waited < 12_000, `${waited}`);
});

test('at QoS 0 onWritable comes when all before it and itself have ended', (t) => {
  const bench = new VirtualBench({ broker: { roundTrip: 1000 } }).bringUp();
  const client = bench.connectedClient({ publishWindow: 10 });
  client.publish('a', 'x', 1);
  client.publish('a', 'y', 0);
  t.is(client.writable, 0);
  bench.advance(500);
  t.is(client.writable, 0);
  client.untilWritable();
  t.deepEqual(client.acknowledgements, ['control 4 1']);
  t.deepEqual(bench.received.map(({ qos }) => qos), [1, 0]);
});

test('a subscription may be written while a window is in flight', (t) => {
  const bench = new VirtualBench({ broker: { roundTrip: 1000 } }).bringUp();
  const client = bench.connectedClient({ publishWindow: 10 });
  client.publish('a', 'x', 1);
  client.subscribe('b');
  client.publish('b', 'y', 1);
  t.is(client.untilReceived(1)[0].topic, 'b');
  bench.advance(2000);
  t.deepEqual(client.acknowledgements, ['control 4 1', 'control 9 2 1', 'control 4 3']);
});

test('a failure in a window ends the connection, and acknowledges none of it', (t) => {
  const bench = fated(new Map([[3, 'failed']])).bench();
  const client = bench.connectedClient({ publishWindow: 10 });
  for (let id = 1; id <= 4; id += 1) client.write(Buffer.from('x'), { topic: 'a', QoS: 1, id });
  t.like(client.untilError(), { code: 'failed', command: 'AT+MQTTPUB=', isRetryable: true });
  bench.advance(60_000);
  t.deepEqual(client.acknowledgements, []);
});

test('a completion that does not come ends the connection by its deadline', (t) => {
  const bench = fated(new Map([[2, 'missing']])).bench();
  const client = bench.connectedClient({ publishWindow: 10 });
  for (let id = 1; id <= 3; id += 1) client.write(Buffer.from('x'), { topic: 'a', QoS: 1, id });
  const start = bench.time.now();
  t.like(client.untilError(), { code: 'timeout', message: 'AT+MQTTPUB=: no completion within its deadline' });
  const waited = bench.time.now() - start;
  t.true(waited >= 29_900 && waited < 31_000, `${waited}`);
  t.deepEqual(client.acknowledgements, []);
});

const TOO_LATE: readonly (readonly [string, readonly (readonly [number, Fate])[]])[] = [
  ['a completion that is late', [[1, { late: 40_000 }]]],
  ['those that come after a failure', [[1, 'failed'], [2, { late: 20_000 }]]],
];

for (const [what, fates] of TOO_LATE) {
  test(`${what} would be taken for the next connection's: that is made in the other slot`, (t) => {
    const bench = fated(new Map(fates)).bench();
    const first = bench.connectedClient({ publishWindow: 10 });
    first.publish('a', 'x', 1);
    first.publish('a', 'y', 1);
    first.untilError();
    first.client.close();
    const second = bench.connectedClient({ publishWindow: 10 });
    t.deepEqual([first.client.slot, second.client.slot], [1, 2]);
    bench.broker.stall();
    second.publish('a', 'z', 1);
    bench.advance(25_000);
    t.deepEqual(second.acknowledgements, []);
  });
}

for (const publishesInFlight of [1, 3]) {
  test(`a module that takes ${publishesInFlight} at once and refuses the next has them all, in order, on one connection`, (t) => {
    const bench = new VirtualBench({ broker: { roundTrip: 300 }, module: { profile: { publishesInFlight } } }).bringUp();
    const writer = new BacklogWriter(bench, { count: COUNT, publishWindow: 16, QoS: 1 });
    bench.until(() => writer.isDone, 'all are acknowledged');
    t.is(writer.connections, 1);
    t.deepEqual(writer.received, NUMBERS);
    t.deepEqual(writer.acknowledged, NUMBERS);
  });
}

test('one that is refused with nothing in flight is an error', (t) => {
  const bench = new VirtualBench({ module: { profile: { publishesInFlight: 0 } } }).bringUp();
  const client = bench.connectedClient({ publishWindow: 16 });
  client.publish('a', 'x', 1);
  t.is(client.untilError().code, 'refused');
});

test('after a stall of the network no completion is lost to the module\'s own queue', (t) => {
  const bench = new VirtualBench({ broker: { roundTrip: 100 } }).bringUp();
  const writer = new BacklogWriter(bench, { count: 400, publishWindow: 256, QoS: 1 });
  bench.until(() => writer.received.length > 40, 'it is under way');
  bench.broker.stall();
  bench.advance(1000);
  bench.broker.resume();
  bench.until(() => writer.isDone, 'all are acknowledged');
  t.is(writer.connections, 1);
  t.is(bench.uart.overruns, 0);
});

test('closed in the midst of telling, it tells no more', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = bench.connectedClient({ publishWindow: 20 });
  for (let id = 1; id <= 20; id += 1) client.write(Buffer.from('x'), { topic: 'a', QoS: 1, id });
  bench.until(() => client.acknowledgements.length > 0, 'the first are told');
  client.client.close();
  const told = client.acknowledgements.length;
  t.true(told < 20);
  bench.advance(60_000);
  t.is(client.acknowledgements.length, told);
});
