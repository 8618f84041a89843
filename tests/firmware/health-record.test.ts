import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { cbor } from '../../modules/encodings/cbor.js';
import { json } from '../../modules/encodings/json.js';
import { MessageWriter } from '../../modules/encodings/message-writer.js';
import { senml } from '../../modules/encodings/senml.js';
import { HEALTH_FIELDS, healthSettings } from '../../modules/firmware/health/health-options.js';
import { HEALTH_LIMIT, HealthPublisher } from '../../modules/firmware/health/health-publisher.js';
import { HealthRecord, type HealthSources } from '../../modules/firmware/health/health-record.js';
import type { RungName } from '../../modules/modem/recovery/rung-name.js';
import { Reporter, type Progress } from '../../modules/telemetry/progress.js';
import { check } from '../property.js';

const RUNGS: readonly RungName[] = [
  'probe', 'resynchronise', 'reopen-mqtt', 'redial', 'cfun-cycle', 'soft-reset', 'reset-pin', 'power-cycle', 'host-restart',
];
const INTERVAL = 60_000;

/** What a record can be made of: counters at their ends, and texts of others as long as they may be. */
function sourcesOf(count: number, text: string, codes: number): HealthSources {
  const losses = Object.fromEntries(Array.from({ length: codes }, (_, index) => [`${text}${index}`, count]));
  const recovery = RUNGS.map((rung) => ({ rung, begun: count, cured: count }));
  const vitals = { rsrp: -141, rsrq: -19.5, area: text, cell: text, technology: 7, supply: count };
  return {
    settings: healthSettings({ version: text.substring(0, 32), restartReason: () => text, memory: () => count }),
    vitals: vitals as HealthSources['vitals'],
    modem: { RSSI: -113, operator: text, recovery } as unknown as HealthSources['modem'],
    counts: () => ({ accepted: count, delivered: count, waiting: count, dropped: count, refused: count, failedSamples: count }),
    uptime: () => count * 1000,
    utc: () => 1767225600000,
    start: () => 2147483647,
    registration: () => count,
    losses: () => losses,
    sent: () => count,
  };
}

for (const encoding of [json(), cbor(), senml({ nodeId: 'roof-1' })]) {
  test(`whatever is counted and told, a record comes of it in ${encoding.name}, and says how many fields have given way`, (t) => {
    const counts = fc.oneof(fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER));
    const texts = fc.oneof(fc.constant('x'), fc.string({ unit: 'grapheme', maxLength: 400 }));
    const fields = fc.shuffledSubarray([...HEALTH_FIELDS]);
    const rooms = fc.constantFrom(HEALTH_LIMIT, 600, 200);
    const run = fc.property(counts, texts, fc.nat(16), fields, rooms, (count, text, codes, wanted, room) => {
      const record = new HealthRecord(sourcesOf(count, text, codes), wanted);
      const target = new Uint8Array(room);
      const writer = new MessageWriter(encoding, target);
      let cut = 0;
      for (writer.begin(record); writer.isUnderWay;) {
        try {
          writer.step();
        } catch {
          assert.ok(record.shorten(), 'of a record without a field none is left over');
          cut += 1;
          writer.begin(record);
        }
      }
      assert.ok(writer.length <= room);
      const { cut: told, ...rest } = record.toJSON();
      assert.equal(told, cut === 0 ? undefined : cut);
      const kept = wanted.slice(0, wanted.length - cut);
      const { cut: none, ...expected } = new HealthRecord(sourcesOf(count, text, codes), kept).toJSON();
      assert.equal(none, undefined);
      assert.deepEqual(rest, expected);
    });
    check(t, run, { runs: 300 });
  });
}

for (const encoding of [json(), cbor()]) {
  test(`a record with all fields and all rungs after a bad year gives nothing up in ${encoding.name}`, (t) => {
    const target = new Uint8Array(HEALTH_LIMIT);
    const end = encoding.write(new HealthRecord(sourcesOf(99999, 'timeout', 5), HEALTH_FIELDS), target, 0);
    t.log(`${end} bytes`);
    t.true(end <= HEALTH_LIMIT);
  });
}

/** What a publisher tells its session, in virtual time; `text` is in what its records are made of. */
function publisher(options: { readonly text: () => string; readonly encoding?: ReturnType<typeof json> }) {
  const time = new VirtualTime();
  const progress: Progress[] = [];
  const health = new HealthPublisher({
    time,
    topic: 'health',
    QoS: 1,
    interval: INTERVAL,
    encoding: options.encoding ?? json(),
    reporter: new Reporter((...event) => progress.push(event)),
    prepare: (onEnd) => onEnd(),
    compose: () => new HealthRecord(sourcesOf(7, options.text(), 16), HEALTH_FIELDS),
    onDue: () => undefined,
  });
  health.isConnected = true;
  const taken = (): Readonly<Record<string, unknown>> | undefined => {
    const message = health.next();
    return message && (JSON.parse(new TextDecoder().decode(message.payload)) as Readonly<Record<string, unknown>>);
  };
  return { time, health, progress, taken };
}

test('a week that is too long for a record costs what stands last, and when it is over all is there again', (t) => {
  let text = 'a-reason-of-a-client-of-somebody-else';
  const { time, health, progress, taken } = publisher({ text: () => text });
  time.advance(0);
  const first = taken();
  t.is(first?.cut, 1);
  t.deepEqual([first?.losses, typeof first?.rungs], [undefined, 'object']);
  health.delivered();
  text = 'timeout';
  time.advance(INTERVAL);
  const second = taken();
  t.is(second?.cut, undefined);
  t.is(Object.keys(second?.losses as object).length, 16);
  t.deepEqual(progress, []);
});

test('a record that is under way stays as it is until it is delivered, and the next one comes then', (t) => {
  let text = 'first';
  const { time, health, taken } = publisher({ text: () => text });
  time.advance(0);
  const message = health.next();
  const before = message?.payload.slice();
  text = 'second';
  time.advance(2 * INTERVAL);
  t.deepEqual(message?.payload, before);
  t.is(taken()?.operator, 'first');
  health.delivered();
  t.is(health.next(), undefined);
  time.advance(0);
  t.is(taken()?.operator, 'second');
});

test('of one that waits while the node is away only the newest is sent', (t) => {
  let text = 'first';
  const { time, health, taken } = publisher({ text: () => text });
  time.advance(0);
  t.is(taken()?.operator, 'first');
  health.isConnected = false;
  text = 'second';
  time.advance(INTERVAL);
  health.isConnected = true;
  time.advance(0);
  t.is(taken()?.operator, 'second');
});

test('one that an encoding cannot write at all is told, and the next one is tried', (t) => {
  let fails = true;
  const good = json();
  const failing = { name: 'mine', write: (value: unknown, target: Uint8Array): number => (fails ? fail() : good.write(value, target, 0)) };
  const { time, progress, taken } = publisher({ text: () => 'x', encoding: failing as unknown as ReturnType<typeof json> });
  time.advance(0);
  t.is(taken(), undefined);
  t.deepEqual(progress.map(([event]) => event), ['health-failed']);
  fails = false;
  time.advance(INTERVAL);
  t.is(taken()?.operator, 'x');
});

function fail(): never {
  throw new Error('of the encoding');
}
