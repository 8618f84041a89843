import type { ExecutionContext } from 'ava';
import type { Message } from '../../host-sim/broker/uplink.js';
import { SimulatedSensor } from '../../host-sim/sensors/simulated-sensor.js';
import { json } from '../../modules/encodings/json.js';
import type { RefusedMessage } from '../../modules/telemetry/refused-message.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { text } from '../support/bytes.js';
import type { RoomNode } from '../support/room.js';
import { MINUTE, onEveryProfile, ScenarioBench, SECOND, type ScenarioOptions } from './scenario-bench.js';

/** A broker that closes the connection on what this says of a message's topic and text. */
function refusing(refuses: (topic: string, payload: string) => boolean): ScenarioOptions['broker'] {
  return { closesOn: ({ topic, payload }: Message) => refuses(topic, text(payload)) };
}

/** Samples, of which those of these numbers are of a kind of their own. */
function sensorWith(special: readonly number[], sample: object) {
  let count = 0;
  return class extends SimulatedSensor {
    override sample(): ReturnType<SimulatedSensor['sample']> {
      count += 1;
      return special.includes(count) ? (sample as never) : super.sample();
    }
  };
}

const POISON = { thermometer: { temperature: -99.9 } };
const isPoison = (_topic: string, payload: string): boolean => payload.includes('-99.9');

/** In JSON, so that the broker finds the text. */
function node(time: unknown, special: readonly number[], { sensor, ...rest }: RoomNode = {}): RoomNode {
  return { encoding: json, sensor: { io: sensorWith(special, POISON), time, ...sensor }, ...rest };
}

const TIME = { now: () => 0, alarm: () => ({ arm: () => undefined, disarm: () => undefined }) };

function refusals(bench: ScenarioBench): RefusedMessage[] {
  return bench.progress.flatMap(([event, detail]) => (event === 'message-refused' ? [detail as RefusedMessage] : []));
}

/** All readings but so many have arrived, these without their sample. */
function othersArrive(t: ExecutionContext, bench: ScenarioBench, count: number): void {
  const poisonous = bench.accepted(JSON.stringify(POISON));
  const sequences = new Set(bench.readings().map(({ sequence }) => sequence));
  const { accepted, delivered, waiting, dropped, refused } = bench.node.statistics;
  t.deepEqual([waiting <= 1, dropped, refused], [true, 0, count]);
  t.is(poisonous.length, count);
  t.true(delivered + refused <= accepted && delivered + refused + waiting >= accepted);
  for (const sequence of bench.accepted().slice(0, accepted - waiting)) t.true(sequences.has(sequence), `${sequence} has arrived`);
  const without = bench.texts('readings').filter((line) => line.endsWith('"sample":null}'));
  t.deepEqual(without.map((line) => (JSON.parse(line) as { sequence: number }).sequence), poisonous);
}

for (const publishWindow of [1, 16]) {
  onEveryProfile(`F39: a reading on which the broker closes is told, given up, and the others go on, window ${publishWindow}`, (t, profile) => {
    const configuration = { publishWindow };
    const bench = ScenarioBench.online(profile, { configuration, node: node(TIME, [20]), broker: refusing(isPoison) });
    bench.until(() => bench.node.statistics.refused === 1, 'it is given up', 30 * MINUTE);
    const [refused] = refusals(bench);
    t.like(refused, { code: 'message-refused', topic: 'cellnode/node-1/readings', isRetryable: false });
    t.deepEqual([refused.sequence], bench.accepted(JSON.stringify(POISON)));
    t.is(text(refused.payload), JSON.stringify(POISON));
    bench.time.advance(2 * MINUTE);
    othersArrive(t, bench, 1);
    t.true(bench.losses <= 4 + (publishWindow > 1 ? 4 : 0), `${bench.losses} closings`);
    t.deepEqual(refusals(bench).length, 1);
    t.log(`${bench.losses} closings, ${(bench.longestGap / SECOND).toFixed(0)} s at most without a reading`);
  });
}

onEveryProfile('F39: several in a row are given up one after the other', (t, profile) => {
  const bench = ScenarioBench.online(profile, { node: node(TIME, [20, 21, 22, 40]), broker: refusing(isPoison) });
  bench.until(() => bench.node.statistics.refused === 4, 'they are given up', 120 * MINUTE);
  bench.time.advance(2 * MINUTE);
  othersArrive(t, bench, 4);
  t.log(`${bench.losses} closings`);
});

onEveryProfile('F39: where the next one fares the same nothing is set aside, and permission is the named cause', (t, profile) => {
  let isForbidden = false;
  const closes = (topic: string): boolean => isForbidden && topic.endsWith('/readings');
  const bench = ScenarioBench.online(profile, { broker: refusing(closes), outbox: () => new RamOutbox({ capacity: 2 ** 18 }) });
  isForbidden = true;
  bench.time.advance(60 * MINUTE);
  const causes = bench.progress.flatMap(([event, detail]) => (event === 'publishing-forbidden' ? [detail as Error] : []));
  t.is(causes.length, 1);
  t.like(causes[0], { code: 'not-permitted', isRetryable: true });
  t.regex(causes[0].message, /^cellnode\/node-1\/readings: .*permission/);
  t.deepEqual([refusals(bench).length, bench.node.statistics.dropped], [0, 0]);
  t.true(bench.losses <= 16, `${bench.losses} closings in an hour`);
  // Commands are obeyed and answered all the same.
  bench.command('{"interval": 20}');
  bench.until(() => bench.answers().some(({ interval }) => interval === 20), 'the command is answered', 5 * MINUTE);
  isForbidden = false;
  bench.until(() => bench.node.statistics.waiting <= 1, 'all of it arrives', 70 * MINUTE);
  othersArrive(t, bench, 0);
});

onEveryProfile('F39: an alarm topic that is forbidden does not hold readings back', (t, profile) => {
  const alarms = { outbox: new RamOutbox() };
  const isAlarm = (sample: unknown): boolean => JSON.stringify(sample) === JSON.stringify(POISON);
  const closes = (topic: string): boolean => topic.endsWith('/alarms');
  const options = node(TIME, [12, 15, 18], { alarms, sensor: { isAlarm } });
  const bench = ScenarioBench.online(profile, { node: options, broker: refusing(closes) });
  bench.time.advance(30 * MINUTE);
  t.is(alarms.outbox.length, 3);
  t.true(bench.progress.some(([event]) => event === 'publishing-forbidden'));
  t.true(bench.node.statistics.waiting <= 3 + 2);
  t.true(bench.longestGap <= 2 * MINUTE, `${bench.longestGap} ms without a reading`);
});

onEveryProfile('F39: an answer on which the broker closes holds nothing back for long', (t, profile) => {
  const bench = ScenarioBench.online(profile, { broker: refusing((topic) => topic.endsWith('/response')) });
  bench.command('{"interval": 5}');
  bench.time.advance(30 * MINUTE);
  t.is(bench.node.sensors.intervalOf('room'), 5 * SECOND);
  t.true(bench.node.statistics.waiting <= 2, `${bench.node.statistics.waiting} wait`);
  t.true(bench.longestGap <= 2 * MINUTE, `${bench.longestGap} ms without a reading`);
  t.true(bench.losses <= 14, `${bench.losses} closings`);
});

onEveryProfile('F39: in a batch the one that is refused is found', (t, profile) => {
  const configuration = { backlog: { limit: 2048, pause: 500 } };
  const bench = ScenarioBench.online(profile, { configuration, node: node(TIME, [30]), broker: refusing(isPoison) });
  bench.broker.goAway(5 * MINUTE);
  bench.until(() => bench.node.statistics.refused === 1, 'it is given up', 120 * MINUTE);
  bench.time.advance(5 * MINUTE);
  const [poison] = bench.accepted(JSON.stringify(POISON));
  t.is(refusals(bench)[0].sequence, poison);
  t.true(bench.node.statistics.waiting <= 1);
  const batches = bench.texts('backlog').flatMap((line) => JSON.parse(line) as { sequence: number; sample: unknown }[]);
  t.deepEqual(batches.filter(({ sample }) => sample === null).map(({ sequence }) => sequence), [poison]);
  t.log(`${bench.losses} closings`);
});

onEveryProfile('F39: batches that are too long for the broker become shorter, and nothing is given up', (t, profile) => {
  const configuration = { backlog: { limit: 4000, pause: 500 } };
  const tooLong = (_topic: string, payload: string): boolean => payload.length > 1150;
  const bench = ScenarioBench.online(profile, { configuration, broker: refusing(tooLong) });
  bench.broker.goAway(20 * MINUTE);
  bench.time.advance(60 * MINUTE);
  t.deepEqual([bench.node.statistics.refused, refusals(bench).length], [0, 0]);
  t.true(bench.node.statistics.waiting <= 1, `${bench.node.statistics.waiting} wait`);
});

onEveryProfile('F39: a host that restarts in between finds it again', (t, profile) => {
  const outbox = new RamOutbox({ capacity: 2 ** 16 });
  const bench = ScenarioBench.online(profile, { node: node(TIME, [12]), outbox: () => outbox, broker: refusing(isPoison) });
  for (let start = 0; start < 3; start += 1) {
    bench.until(() => bench.losses > 2 * start, 'the connection closes', 10 * MINUTE);
    bench.restartHost();
  }
  bench.until(() => bench.node.statistics.refused === 1, 'it is given up', 30 * MINUTE);
  bench.time.advance(2 * MINUTE);
  t.true(bench.node.statistics.waiting <= 1);
  t.true(bench.losses <= 12, `${bench.losses} closings`);
});

onEveryProfile('F39: connections that close for other reasons give nothing up', (t, profile) => {
  const bench = ScenarioBench.online(profile, { configuration: { interval: 2 * SECOND } });
  // A moment after a publish has begun, again and again.
  for (let count = 0; count < 200; count += 1) {
    bench.time.advance(3 * SECOND + (count % 17) * 100);
    bench.broker.goAway((count % 5) * SECOND);
  }
  bench.until(() => bench.node.statistics.waiting <= 1, 'all of it arrives', 20 * MINUTE);
  othersArrive(t, bench, 0);
});
