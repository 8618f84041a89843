import test from 'ava';
import { cbor } from '../../modules/encodings/cbor.js';
import type { SensorNodeOptions } from '../../modules/firmware/node-options.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { NodeBench } from './node-bench.js';

type Holder = Record<string, unknown>;

/** Nearly all that a node can be given; what the bench itself gives (ports, time) is not broken here. */
function allOptions(): Partial<SensorNodeOptions> {
  return {
    sensors: [
      { name: 'air', interval: 5000, sample: () => ({ celsius: 21 }), isAlarm: () => false },
      { name: 'door', interval: 5000, sample: () => 1 },
    ],
    encoding: cbor,
    outbox: new RamOutbox({ capacity: 4096 }),
    topics: { readings: 'plant/{nodeId}/air' },
    subscriptions: [{ topic: 'plant/all/time', QoS: 0, onMessage: () => undefined }],
    commands: { valve: { properties: ['open'], parse: (value: unknown) => value, run: (_value: unknown, reply: (answer?: unknown) => void) => reply(true) } },
    commandMemory: { read: () => '', write: () => undefined },
    health: { interval: 60_000 },
    collect: () => undefined,
    credentials: () => ({ user: 'u', password: 'p', clientId: 'c' }),
    random: () => 0.5,
    onProgress: () => undefined,
  };
}

/** Each place of an object, arrays included; functions are places, and what a class has made is not looked into. */
function placesOf(value: unknown, way: readonly string[] = []): readonly (readonly string[])[] {
  const isPlain = Array.isArray(value) || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);
  if (!isPlain) return [way];
  const inside = Object.entries(value as Holder).flatMap(([name, member]) => placesOf(member, [...way, name]));
  return way.length === 0 ? inside : [way, ...inside];
}

function replace(options: object, way: readonly string[], value: unknown): void {
  const holder = way.slice(0, -1).reduce<Holder>((inner, name) => inner[name] as Holder, options as Holder);
  holder[way[way.length - 1]] = value;
}

const NONSENSE: readonly unknown[] = [null, 0, -1, NaN, 1e12, '', 'x', '{nodeId', 'a\0b', true, [], {}, [null], { name: 5 }];
const THROWN = 'thrown by the program';
const VALUES: readonly unknown[] = [
  ...NONSENSE,
  ...NONSENSE.map((value) => () => value),
  () => {
    throw new Error(THROWN);
  },
];

/** What decides whether readings arrive at all, or where. */
const ESSENTIAL = ['sensors', 'sensors.1', 'sensors.1.sample', 'encoding', 'outbox', 'credentials'];

function refusalOf(way: readonly string[], error: unknown): string | undefined {
  const { code, message } = error as { readonly code?: string; readonly message: string };
  // What a maker throws is its own answer.
  if (message === THROWN) return undefined;
  return code === 'invalid-argument' && way.some((name) => message.includes(name)) ? undefined : String(error);
}

/** What goes wrong with a value in an option's place; nothing where it is refused by name, or costs nothing but what it is for. */
function complaint(way: readonly string[], value: unknown): string | undefined {
  const options = allOptions();
  replace(options, way, value);
  let bench: NodeBench;
  try {
    bench = new NodeBench({}, options as never);
  } catch (error) {
    return refusalOf(way, error);
  }
  bench.node.start();
  bench.time.advance(60_000);
  bench.command('{"valve":{"open":true},"id":"1"}');
  bench.broker.publish({ topic: 'plant/all/time', payload: new Uint8Array(1), qos: 0, isRetained: false });
  bench.time.advance(60_000);
  const { delivered } = bench.node.statistics;
  bench.node.close();
  bench.time.advance(300_000);
  return ESSENTIAL.includes(way.join('.')) || delivered > 10 ? undefined : `${delivered} readings delivered`;
}

for (const way of placesOf(allOptions())) {
  test(`whatever stands in the place of ${way.join('.')} is refused by name, or costs nothing but what it is for`, (t) => {
    for (const value of VALUES) t.is(complaint(way, value), undefined, `${way.join('.')}: ${String(value)}`);
  });
}

test('what credentials() gives and are none is told by name', (t) => {
  for (const nonsense of [null, 0, 'token', true]) {
    const bench = new NodeBench({}, { credentials: () => nonsense as never });
    bench.node.start();
    bench.until(() => bench.progress.some(([event]) => event === 'credentials-failed'), 'it is told');
    const [, error] = bench.progress.find(([event]) => event === 'credentials-failed') ?? [];
    t.regex(String(error), /credentials\(\): must be an object/);
  }
});

const ENCODINGS: Readonly<Record<string, object>> = {
  'encoding\\(\\): must be an Encoding': { ...cbor(), write: undefined },
  'encoding\\(\\).number': { number: 256 },
  'encoding\\(\\).name': { name: undefined },
  'encoding\\(\\).readingOverhead': { readingOverhead: NaN },
  'encoding\\(\\).batchTailLength': { batchTailLength: '1' },
};

for (const [name, members] of Object.entries(ENCODINGS)) {
  test(`an encoding that lacks what it is asked for is refused at construction: ${name}`, (t) => {
    const encoding = Object.assign(Object.create(cbor()) as object, members);
    t.throws(() => new NodeBench({}, { encoding: () => encoding as never }), { code: 'invalid-argument', message: new RegExp(name) });
  });
}
