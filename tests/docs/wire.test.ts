import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import fc from 'fast-check';
import type { Message } from '../../host-sim/broker/uplink.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { NorFlash } from '../../host-sim/flash/nor-flash.js';
import { SimulatedSensor } from '../../host-sim/sensors/simulated-sensor.js';
import { builtInCommands } from '../../modules/firmware/built-in-commands.js';
import { cellularError } from '../../modules/base/errors.js';
import { json } from '../../modules/encodings/json.js';
import type { RemoteCommand } from '../../modules/telemetry/commands/command.js';
import { RemoteCommands, type CommandRefusal } from '../../modules/telemetry/commands/remote-commands.js';
import { JournalOutbox } from '../../modules/telemetry/journal/journal-outbox.js';
import { TimeBase, type OutboxRecord } from '../../modules/telemetry/outbox.js';
import { Reporter } from '../../modules/telemetry/progress.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { topicsOf, type Topics } from '../../modules/telemetry/topics.js';
import { check } from '../property.js';
import { ScenarioBench, MINUTE, type ScenarioOptions } from '../scenarios/scenario-bench.js';
import { SettingsBench } from '../settings/settings-bench.js';
import { text, utf8 } from '../support/bytes.js';
import { TextMemory } from '../support/text-memory.js';

type Topic = keyof Topics;

interface Definition {
  readonly title?: string;
  readonly oneOf?: readonly Definition[];
}

const schema = JSON.parse(await readFile('docs/wire.schema.json', 'utf8')) as { readonly $defs: Readonly<Record<string, Definition>> };
const page = await readFile('docs/wire.md', 'utf8');
const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
ajv.addSchema(schema, 'wire');
const TOPICS = Object.keys(topicsOf('p', 'n')) as Topic[];

/** What is wrong with it by the schema; nothing when it is as it should be. */
function complaint(path: string, value: unknown): string | undefined {
  const validate = ajv.getSchema(`wire#/$defs/${path}`);
  if (validate === undefined) return `the schema has no ${path}`;
  return validate(value) === true ? undefined : ajv.errorsText(validate.errors);
}

/** Which of its forms a message has. */
function formsOf(topic: Topic, value: unknown): string[] {
  const { oneOf = [] } = schema.$defs[topic];
  return oneOf.flatMap(({ title = '' }, index) => (complaint(`${topic}/oneOf/${index}`, value) === undefined ? [title] : []));
}

/** The status is a bare word; all else is JSON. */
function valueOf(topic: Topic, { payload }: Message): unknown {
  return topic === 'status' ? text(payload) : JSON.parse(text(payload));
}

function topicOf({ topic }: Message): Topic {
  const last = topic.slice('cellnode/node-1/'.length) as Topic;
  if (!TOPICS.includes(last)) throw new Error(`nobody has said anything of ${topic}`);
  return last;
}

const hot = { thermometer: { temperature: 99.9 } };
const poison = { thermometer: { temperature: -99.9 } };

/** Every fifth sample is the given one. */
function everyFifth(sample: object) {
  let count = 0;
  return class extends SimulatedSensor {
    override sample(): ReturnType<SimulatedSensor['sample']> {
      count += 1;
      return count % 5 === 0 ? (sample as never) : super.sample();
    }
  };
}

const SILENT = { now: () => 0, alarm: () => ({ arm: () => undefined, disarm: () => undefined }) };
const withSensor = (sample: object, isAlarm?: (sample: unknown) => boolean) => ({
  sensor: { io: everyFifth(sample), time: SILENT, isAlarm },
});
const refusesPoison: ScenarioOptions['broker'] = { closesOn: ({ payload }) => text(payload).includes('-99.9') };

/** An outbox of somebody who keeps no number of the device's starts. */
class WithoutStart extends RamOutbox {
  override peek(record: OutboxRecord, after?: number): boolean {
    const isThere = super.peek(record, after);
    record.timeBase = TimeBase.unknown;
    return isThere;
  }
}

/** It had a clock, and then two starts had none; after that the network comes back, and with it the clock or not. */
function restartedWithoutClock(isKnownAfterwards: boolean): ScenarioBench {
  const flash = new NorFlash({ blocks: 8 });
  const outbox = (): JournalOutbox => new JournalOutbox({ flash: { io: flash } });
  let isKnown = true;
  const utcNow = (): number => Date.UTC(isKnown ? 2026 : 1980, 2, 1);
  const bench = ScenarioBench.online('l610', { outbox, module: { utcNow } });
  bench.faults.inject('registration-lost');
  for (let start = 0; start < 2; start += 1) {
    bench.time.advance(MINUTE);
    bench.module.reset();
    bench.restartHost();
  }
  isKnown = isKnownAfterwards;
  if (!isKnown) bench.faults.inject('time-servers-silent');
  bench.faults.lift('registration-lost');
  bench.time.advance(20 * MINUTE);
  return bench;
}

const REFUSED: Readonly<Record<Exclude<CommandRefusal, 'busy' | 'unanswered'>, string>> = {
  'too-long': ' '.repeat(300),
  malformed: '60',
  'unknown-command': '{"intervall":60}',
  'unknown-property': '{"interval":{"a":1}}',
  'bad-value': '{"interval":86401}',
  protected: '{"valve":"main"}',
  failed: '{"valve":null}',
  'bad-answer': '{"valve":"x"}',
};

/** A command of the program's own. */
const valve: RemoteCommand = {
  parse(value) {
    if (value === 'main') throw cellularError('protected', 'the main valve');
    return value;
  },
  run(value, reply) {
    if (value === null) throw new Error('the valve is stuck');
    if (typeof value === 'string') return reply(value.repeat(600));
    // Another value is never replied to.
    if (value !== 0) reply({ isOpen: value });
  },
};

/** What a node says in its life, each situation by itself. */
const SITUATIONS: Readonly<Record<string, () => ScenarioBench>> = {
  'it runs, and is closed': () => {
    const bench = ScenarioBench.online('l610');
    bench.node.close();
    bench.time.advance(MINUTE);
    return bench;
  },
  'it tells how it is': () => {
    const health = { interval: MINUTE, version: '1.2.0', restartReason: () => 'power-on', memory: () => 20480 };
    const bench = ScenarioBench.online('l610', { node: { health } });
    bench.module.reset();
    bench.time.advance(10 * MINUTE);
    return bench;
  },
  'it loses its power': () => {
    const bench = ScenarioBench.online('mc66x', { configuration: { QoS: 2, publishWindow: 16 } });
    bench.module.powerOff();
    bench.time.advance(5 * MINUTE);
    return bench;
  },
  'it has no clock': () => {
    const bench = new ScenarioBench('l610', { module: { utcNow: () => Date.UTC(1980, 0, 6) } });
    bench.faults.inject('time-servers-silent');
    bench.node.start();
    bench.time.advance(20 * MINUTE);
    return bench;
  },
  'it has started again, before it had a clock': () => {
    const flash = new NorFlash({ blocks: 8 });
    const outbox = (): JournalOutbox => new JournalOutbox({ flash: { io: flash } });
    const bench = new ScenarioBench('l610', { outbox });
    bench.faults.inject('registration-lost');
    bench.node.start();
    bench.time.advance(MINUTE);
    bench.restartHost();
    bench.faults.liftAll();
    bench.time.advance(10 * MINUTE);
    return bench;
  },
  'it has started again and again before it had a clock anew': () => restartedWithoutClock(true),
  'it has started again and again, and has no clock since': () => restartedWithoutClock(false),
  'its outbox knows of no start': () => ScenarioBench.online('l610', { outbox: () => new WithoutStart() }),
  'it was without a network, and sends batches': () => {
    const bench = ScenarioBench.online('l610-quirky', { configuration: { backlog: {} } });
    bench.broker.goAway(10 * MINUTE);
    bench.time.advance(20 * MINUTE);
    return bench;
  },
  'alarms overtake': () => {
    const isAlarm = (sample: unknown): boolean => JSON.stringify(sample) === JSON.stringify(hot);
    const bench = ScenarioBench.online('l610', { node: withSensor(hot, isAlarm) });
    bench.time.advance(5 * MINUTE);
    return bench;
  },
  'the broker refuses a reading': () => {
    const bench = ScenarioBench.online('l610', { node: withSensor(poison), broker: refusesPoison });
    bench.until(() => bench.node.statistics.refused >= 1, 'it is given up', 60 * MINUTE);
    bench.time.advance(MINUTE);
    return bench;
  },
  'the broker refuses a reading of a batch': () => {
    const bench = ScenarioBench.online('l610', { configuration: { backlog: {} }, node: withSensor(poison), broker: refusesPoison });
    bench.broker.goAway(5 * MINUTE);
    bench.until(() => bench.texts('backlog').some((line) => line.includes('"sample":null')), 'it is given up', 180 * MINUTE);
    return bench;
  },
  'it is told things': () => {
    const bench = ScenarioBench.online('mc66x', { node: { commands: { valve }, modem: { recovery: { restartHost: () => undefined } } } });
    const tell = (command: string): void => {
      bench.command(command);
      bench.time.advance(MINUTE);
    };
    for (const command of ['{"interval":5,"id":1}', '{"interval":5,"id":1}', '{"sample":true}', '{"valve":true}', '']) tell(command);
    for (const command of [...Object.values(REFUSED), '{"status":true,"id":"s"}']) tell(command);
    const { start } = (JSON.parse(bench.texts('response').at(-1) ?? '') as { status: { start: number } }).status;
    tell(`{"restart":${start},"id":"r"}`);
    for (let count = 0; count < 5; count += 1) bench.command('{"valve":0}');
    bench.time.advance(2 * MINUTE);
    return bench;
  },
  'it is told more than it can answer': () => {
    const bench = ScenarioBench.online('l610', { broker: { roundTrip: 1000 } });
    for (let count = 0; count < 200; count += 1) {
      bench.command(count % 2 === 0 ? '{"interval":5}' : '60');
      bench.time.advance(200);
    }
    bench.time.advance(5 * MINUTE);
    return bench;
  },
};

const REASONS = [...Object.keys(REFUSED), 'busy', 'unanswered'];
const lived = new Map(Object.entries(SITUATIONS).map(([situation, live]) => [situation, live()]));
const all = [...lived.values()].flatMap(({ received }) => received).filter((message) => topicOf(message) !== 'command');

for (const [situation, { received }] of lived) {
  test(`what a node says when ${situation} is in the schema`, (t) => {
    for (const message of received) {
      const topic = topicOf(message);
      // What it is told is the teller's.
      if (topic !== 'command') t.is(complaint(topic, valueOf(topic, message)), undefined, `${message.topic} ${text(message.payload)}`);
    }
  });
}

test('settings are asked for, and told, as the schema has it', (t) => {
  const values = { sensors: { air: { interval: 30_000 } }, calibration: 3 };
  const bench = new SettingsBench(new TextMemory(JSON.stringify({ revision: 7, values })));
  const health = { interval: MINUTE, fields: ['uptime', 'outbox'] };
  const topics = { readings: 'plant/{nodeId}/air' };
  const commands = [
    { configuration: 'get' },
    { configuration: { set: { sensors: { air: { interval: 5000, change: 0.5 } }, topics, encoding: 'cbor', health }, revision: 7 }, id: 's1' },
    { configuration: { reset: ['topics'], revision: 8 } },
    { configuration: { reset: true, revision: 9 } },
  ];
  for (const command of commands) {
    const { revision } = bench;
    const { configuration } = command;
    const sent = { ...command, configuration: typeof configuration === 'string' ? configuration : { ...configuration, revision } };
    t.is(complaint('configurationCommand', sent), undefined);
    t.is(complaint('configuration', bench.ask(sent).configuration), undefined);
  }
});

test('every topic and every form of a message was said by a node', (t) => {
  for (const topic of TOPICS.filter((name) => name !== 'command')) {
    const values = all.filter((message) => topicOf(message) === topic).map((message) => valueOf(topic, message));
    t.true(values.length > 0, topic);
    const forms = new Set(values.flatMap((value) => formsOf(topic, value)));
    t.deepEqual([...forms].sort(), (schema.$defs[topic].oneOf ?? []).map(({ title = '' }) => title).sort(), topic);
  }
  const texts = (topic: Topic): string[] => all.filter((message) => topicOf(message) === topic).map(({ payload }) => text(payload));
  t.deepEqual([...new Set(texts('status'))].sort(), ['offline', 'online']);
  for (const reason of REASONS) t.true(texts('response').some((line) => line.startsWith(`{"error":"${reason}"`)), reason);
  t.true(texts('response').some((line) => line.includes('"dropped":')));
  t.true(texts('readings').some((line) => line.includes('"sample":null')));
});

test('the status is retained, and nothing else is', (t) => {
  for (const [situation, { broker, time }] of lived) {
    const kept: string[] = [];
    broker.subscribe('#', ({ topic }) => kept.push(topic));
    time.advance(0);
    t.deepEqual(kept, ['cellnode/node-1/status'], situation);
  }
});

test('a command is obeyed exactly when the schema has it', (t) => {
  const progress: string[] = [];
  const node = {
    sensorNames: ['air'],
    intervalOf: () => 0,
    setInterval: () => undefined,
    sampleNow: () => undefined,
    tellStatus: (_fields: unknown, onStatus: (status: object) => void) => onStatus({ start: 7 }),
    start: () => 7,
    restart: () => undefined,
  };
  // Each has its own memory of ids.
  const time = new VirtualTime();
  const told = (): RemoteCommands =>
    new RemoteCommands({
      time,
      onDue: () => undefined,
      topic: 'response',
      QoS: 1,
      encoding: json(),
      tables: () => [builtInCommands(node)],
      reporter: new Reporter((...[event]) => progress.push(event)),
    });
  const interval = fc.oneof(fc.integer({ min: -2, max: 90000 }), fc.double(), fc.constantFrom('60', null, true, [60], { air: 60 }, { air: 0 }, { air: null }));
  const id = fc.oneof(fc.string({ maxLength: 34 }), fc.nat(), fc.constantFrom(-1, 1.5, null, 'ä', 2 ** 60));
  const almost = fc.record({ interval, id, more: fc.integer() }, { requiredKeys: ['interval'] });
  const others = fc.record({ sample: fc.constantFrom(true, false, 'air', 1), id }, { requiredKeys: ['sample'] });
  const status = fc.record({ status: fc.constantFrom<unknown>(true, null, 7, 'x', [], ['signal', 'outbox'], ['signal', 'temperature']), id }, { requiredKeys: ['status'] });
  const run = fc.property(fc.oneof(almost, fc.record({ interval }), others, status, fc.jsonValue({ maxDepth: 3 })), (value) => {
    const sent = JSON.stringify(value);
    progress.splice(0);
    told().handle(utf8(sent));
    time.advance(0);
    return progress.includes('command-refused') === (complaint('command', JSON.parse(sent)) !== undefined);
  });
  check(t, run, { runs: 2000 });
});

test('the page has each topic, and its examples are of their topic', (t) => {
  const sections = page.split(/^## /m);
  for (const topic of TOPICS) {
    const section = sections.find((candidate) => candidate.startsWith(`\`${topic}\``)) ?? '';
    const examples = [...section.matchAll(/^```(?:json|text)\n([\s\S]*?)^```$/gm)].flatMap(([, lines]) => lines.trim().split('\n'));
    t.true(examples.length > 0, `no example of ${topic}`);
    for (const line of examples) t.is(complaint(topic, topic === 'status' ? line : JSON.parse(line)), undefined, line);
    const forms = new Set(examples.flatMap((line) => (topic === 'status' ? [] : formsOf(topic, JSON.parse(line)))));
    t.is(forms.size, (schema.$defs[topic].oneOf ?? []).length, `an example of each form of ${topic}`);
  }
  for (const reason of REASONS) t.true(page.includes(`\`${reason}\``), reason);
});
