import test from 'ava';
import { NorFlash } from '../../host-sim/flash/nor-flash.js';
import { JournalOutbox } from '../../modules/telemetry/journal/journal-outbox.js';
import { ScenarioBench } from '../scenarios/scenario-bench.js';
import { NodeBench, type Reading, START } from './node-bench.js';

const OFFLINE = { network: { registration: 2 } } as const;

function batches(bench: NodeBench): Reading[][] {
  return bench.texts('backlog').map((text) => JSON.parse(text) as Reading[]);
}

const sequences = (readings: readonly Reading[]): number[] => readings.map(({ sequence }) => sequence);

function isRising(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number > numbers[index - 1]);
}

test('readings in flash survive the loss of power, and their numbers go on (F28)', (t) => {
  const flash = new NorFlash({ blocks: 8 });
  const before = NodeBench.online({}, { outbox: new JournalOutbox({ flash: { io: flash } }) });
  before.until(() => before.readings().length >= 3, 'three readings');
  before.broker.stall();
  before.time.advance(45000);
  const { accepted } = before.node.statistics;
  const last = before.readings().at(-1)?.sequence ?? 0;
  t.true(last < accepted);

  // Nothing is closed: the node of before simply is no more.
  const outbox = new JournalOutbox({ flash: { io: flash } });
  t.is(outbox.length, accepted - last);
  const after = NodeBench.online({}, { outbox });
  after.until(() => after.readings().length > accepted - last, 'what has waited, and a reading of this start');
  const received = sequences(after.readings());
  t.is(received[0], last + 1);
  t.true(isRising(received));
  const [first] = after.readings();
  t.true((first.time ?? 0) > START, 'a reading from when the clock was known keeps its date');
});

test('a reading of an earlier start without a clock goes undated, with its start and uptime', (t) => {
  const flash = new NorFlash({ blocks: 8 });
  const before = new NodeBench({}, { outbox: new JournalOutbox({ flash: { io: flash } }) }, OFFLINE);
  before.node.start();
  before.time.advance(25000);
  const after = NodeBench.online({}, { outbox: new JournalOutbox({ flash: { io: flash } }) });
  after.until(() => after.readings().length > 3, 'readings of both starts');
  const [first, second] = after.readings() as (Reading & { boot?: number; uptime?: number })[];
  t.like(first, { sequence: 1, time: null, boot: 1, uptime: 0 });
  t.like(second, { sequence: 2, time: null, boot: 1, uptime: 10000 });
  t.true(after.readings().slice(3).every(({ time }) => time !== null && time > START - 1000));
});

test('one of an earlier start that came to know the clock is dated, though it was not sent then', (t) => {
  const flash = new NorFlash({ blocks: 8 });
  const before = new NodeBench({}, { outbox: new JournalOutbox({ flash: { io: flash } }) }, OFFLINE);
  before.broker.stall();
  before.node.start();
  before.time.advance(25000);
  before.module.radio.setRegistration(1);
  before.until(() => before.node.modem.now() !== undefined, 'the clock is known');
  before.time.advance(1000);
  t.is(before.readings().length, 0);
  const after = NodeBench.online({}, { outbox: new JournalOutbox({ flash: { io: flash } }) });
  after.until(() => after.readings().length > 3, 'readings of both starts');
  const [first, second] = after.readings();
  t.true(Math.abs((first.time ?? 0) - START) < 2000, `${first.time}`);
  t.is((second.time ?? 0) - (first.time ?? 0), 10000);
});

test('a connected node erases between its messages, never while it takes a reading', (t) => {
  const outbox = new JournalOutbox({ flash: { io: new NorFlash({ blocks: 4 }) } });
  const bench = NodeBench.online({ interval: 1000 }, { outbox });
  bench.until(() => bench.node.statistics.delivered > 300, 'three hundred readings', 3600000);
  t.true(outbox.erasures > 4);
  t.is(outbox.lateErasures, 1, 'of the first block of a new journal');
});

test('after an outage the newest reading goes at once, the others in batches with pauses, and none is missing', (t) => {
  const outbox = new JournalOutbox({ flash: { io: new NorFlash({ blocks: 16 }) } });
  const bench = new NodeBench({ backlog: { pause: 30000 } }, { outbox }, OFFLINE);
  const times: number[] = [];
  bench.broker.subscribe('cellnode/+/backlog', () => times.push(bench.time.now()));
  bench.node.start();
  bench.time.advance(600000);
  const gathered = bench.node.statistics.accepted;
  bench.module.radio.setRegistration(1);
  bench.until(() => batches(bench).length === 1, 'the first batch');
  const [live] = bench.readings();
  t.true(live.sequence > gathered - 1, 'the newest overtakes the backlog');
  bench.until(() => bench.node.statistics.waiting === 0, 'the outbox is empty', 3600000);

  const inBatches = batches(bench).map(sequences);
  const alone = sequences(bench.readings());
  t.true(inBatches.every((batch) => batch.length > 0) && inBatches[0].length > 3);
  t.true(isRising(inBatches.flat()) && isRising(alone));
  t.deepEqual(
    [...inBatches.flat(), ...alone].sort((a, b) => a - b),
    Array.from({ length: bench.node.statistics.accepted }, (_, index) => index + 1),
  );
  t.true(bench.texts('backlog').every((text) => text.length <= 1024));
  t.true(times.every((time, index) => index === 0 || time - times[index - 1] >= 30000), 'the pause is kept');
  t.is(bench.node.statistics.delivered, bench.node.statistics.accepted);
});

test('an alarm overtakes the backlog', (t) => {
  const flash = new NorFlash({ blocks: 16 });
  let isHot = false;
  class Oven {
    sample(): unknown {
      return { thermometer: { temperature: isHot ? 300 : 20 } };
    }
    close(): void {
      isHot = false;
    }
  }
  const alarms = {
    outbox: new JournalOutbox({ flash: { io: new NorFlash({ blocks: 2 }) } }),
  };
  const isAlarm = (sample: unknown): boolean => (sample as Reading['sample']).thermometer.temperature > 100;
  const outbox = new JournalOutbox({ flash: { io: flash } });
  const bench = new NodeBench({}, { sensor: { io: Oven, isAlarm }, outbox, alarms }, OFFLINE);
  bench.node.start();
  bench.time.advance(300000);
  isHot = true;
  bench.time.advance(10000);
  isHot = false;
  bench.module.radio.setRegistration(1);
  bench.until(() => bench.texts('readings').length > 0, 'readings');
  t.deepEqual(bench.texts('alarms').map((text) => (JSON.parse(text) as Reading).sequence), [1]);
  const topics = bench.received.map(({ topic }) => topic).filter((topic) => !topic.endsWith('status'));
  t.is(topics[0], 'cellnode/node-1/alarms');
  t.true(bench.isComplete() || bench.node.statistics.accepted === bench.readings().length + 1);
});

test('an alarm ends the sleep of a duty cycle', (t) => {
  const bench = NodeBench.online({ interval: 3600000, dutyCycle: { period: 86400000 } }, { sensor: { isAlarm: () => true } });
  bench.until(() => bench.texts('alarms').length === 1, 'the first alarm');
  bench.until(() => bench.node.statistics.delivered === 2, 'the second alarm is delivered', 4000000);
  t.is(bench.texts('alarms').length, 2);
});

test('closing delivers the backlog without its pauses', (t) => {
  const outbox = new JournalOutbox({ flash: { io: new NorFlash({ blocks: 16 }) } });
  const bench = new NodeBench({ backlog: { pause: 3600000 } }, { outbox }, OFFLINE);
  bench.node.start();
  bench.time.advance(600000);
  bench.module.radio.setRegistration(1);
  bench.until(() => batches(bench).length === 1, 'the first batch');
  let isClosed = false;
  bench.node.close(() => (isClosed = true));
  bench.until(() => isClosed, 'closed');
  t.is(bench.node.statistics.waiting, 0);
});

test('with a backlog and a window no reading goes twice, however many sensors give theirs close together', (t) => {
  for (const sensors of [1, 2, 3, 5]) {
    for (const QoS of [0, 1, 2] as const) {
      for (const publishWindow of QoS === 0 ? [1] : [1, 2, 4, 16]) {
        const bench = new ScenarioBench('l610', {
          configuration: { backlog: {}, QoS, publishWindow },
          node: { sensors: Array.from({ length: sensors }, (_, index) => ({ name: `s${index}`, interval: 10_000 + 300 * index, sample: () => index })) },
          broker: { roundTrip: 1000 },
        });
        const event = bench.node.topic('plant/{nodeId}/event');
        bench.node.start();
        for (let count = 0; count < 40; count += 1) {
          bench.time.advance(10_000);
          event.publish(`event ${count}`);
        }
        bench.time.advance(2000);
        const live = bench.texts('readings').map((line) => JSON.parse(line) as Reading);
        const batched = bench.texts('backlog').flatMap((line) => JSON.parse(line) as Reading[]);
        const numbers = sequences([...live, ...batched]);
        t.deepEqual(numbers.filter((number, index) => numbers.indexOf(number) !== index), [], `${sensors} sensors, QoS ${QoS}, a window of ${publishWindow}`);
        t.true(numbers.length > 30 * sensors);
      }
    }
  }
});
