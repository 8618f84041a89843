import { readFile } from 'node:fs/promises';
import test from 'ava';
import ts from 'typescript';
import { decode } from 'cbor2';
import { ModelBroker } from '../../host-sim/broker/model-broker.js';
import type { Message } from '../../host-sim/broker/uplink.js';
import { SimulatedModule } from '../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import { SensorNode, type SensorNodeOptions } from '../../modules/index.js';
import type { Store } from '../../modules/store.js';

/**
 * The programs on the pages for users, as they stand there: what a page leaves out (`...`) is handed in, and nothing else is changed.
 * Their types are checked, and each runs against the simulated module.
 */
const MINUTE = 60_000;
const ROOT = new URL('../../../', import.meta.url);
const MODULES: Readonly<Record<string, string>> = {
  cellnode: 'modules/index',
  'cellnode/cbor': 'modules/cbor',
  'cellnode/senml': 'modules/senml',
  'cellnode/store': 'modules/store',
};
/** Modules that only a device has. */
const ON_DEVICE: Readonly<Record<string, string>> = {
  'cellnode/collect': 'export default () => { globalThis.collections = (globalThis.collections ?? 0) + 1; }',
  'embedded:storage/key-value':
    'const kept = {}; export default { open: () => ({ read: (key) => kept[key], write: (key, value) => { kept[key] = value; }, close() {} }) }',
};
const DECLARATIONS = `
declare module 'cellnode/collect' { export default function collect(): void; }
declare module 'embedded:storage/key-value' {
  class Storage { read(key: string): ArrayBuffer; write(key: string, value: ArrayBuffer | Uint8Array): void; close(): void; }
  const directory: { open(options: { path: string }): Storage };
  export default directory;
}`;

type NodeSensorOptions = SensorNodeOptions['sensors'][number];
type NodeMaker = (given: object) => SensorNode;

/** The programs of a page. */
async function snippets(page: string): Promise<readonly string[]> {
  const text = await readFile(new URL(`docs/${page}.md`, ROOT), 'utf8');
  return Array.from(text.matchAll(/^```js\n([^]*?)^```/gm), ([, code]) => completed(code));
}

/** One of them, from 0. */
async function snippet(page: string, index: number): Promise<string> {
  return (await snippets(page))[index];
}

/** What stands for itself is a module already; options and calls become a function of what is left out. */
function completed(code: string): string {
  if (code.includes('export ')) return code;
  const [imports, body] = parted(code);
  const types = "import { SensorNode, type SensorNodeOptions, type NodeConfiguration } from 'cellnode';";
  if (!body.startsWith('new SensorNode({')) return `${types}\nexport function run(node: SensorNode) {\n${body}return events;\n}`;
  const filled = body
    .replace(/\n? *\.\.\.,?\n?\}\);/, '});')
    .replace(/, \.\.\. \}\);/, ' });')
    .replace(/, \.\.\. \}/g, ', ...configuration }')
    .replace('new SensorNode({', 'return new SensorNode({ ...rest,');
  const given = "{ rest, configuration, valve }: { rest: SensorNodeOptions; configuration: Omit<NodeConfiguration, 'nodeId' | 'messageLimit'>; valve: { write(value: number): void } }";
  return `${types}\n${imports}export function node(${given}) {\n${filled}}`;
}

function parted(code: string): [imports: string, body: string] {
  const lines = code.split('\n');
  const isImport = (line: string): boolean => line.startsWith('import ');
  return [lines.filter(isImport).map((line) => `${line}\n`).join(''), lines.filter((line) => !isImport(line)).join('\n').trimStart()];
}

/** What the compiler has to say of programs, each with its name. */
function problems(programs: ReadonlyMap<string, string>): readonly string[] {
  const paths = Object.fromEntries(Object.entries(MODULES).map(([name, path]) => [name, [new URL(`${path}.ts`, ROOT).pathname]]));
  const options: ts.CompilerOptions = {
    strict: true, noImplicitAny: false, noEmit: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler, skipLibCheck: true, types: [], paths,
  };
  const texts = new Map([...programs, ['device.d.ts', DECLARATIONS]].map(([name, text]) => [new URL(`tests/docs/${name}`, ROOT).pathname, text]));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.getSourceFile = (name, ...rest) => {
    const text = texts.get(name);
    return text === undefined ? getSourceFile(name, ...rest) : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
  };
  return ts
    .getPreEmitDiagnostics(ts.createProgram([...texts.keys()], options, host))
    .map(({ file, messageText }) => `${file?.fileName.split('/').at(-1)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

async function load<T>(code: string): Promise<T> {
  const url = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`;
  const { outputText } = ts.transpileModule(code, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 } });
  const linked = outputText.replace(/from '([^']+)'/g, (all, name: string) => {
    if (name in MODULES) return `from '${new URL(`build/${MODULES[name]}.js`, ROOT).href}'`;
    return name in ON_DEVICE ? `from '${url(ON_DEVICE[name])}'` : all;
  });
  return (await import(url(linked))) as T;
}

/** A module and a broker in virtual time, with what every node needs. */
class Desk {
  readonly time = new VirtualTime();
  readonly broker = new ModelBroker({ time: this.time });
  readonly rest: SensorNodeOptions;
  readonly configuration = { broker: { host: 'broker.example.com' } };
  readonly messages: Message[] = [];
  readonly #uart = new VirtualUart({ time: this.time });

  constructor(...sensors: readonly NodeSensorOptions[]) {
    const { time } = this;
    const utcNow = (): number => Date.UTC(2026, 2, 1) + time.now();
    const module = new SimulatedModule({ time, uplink: this.broker.uplink(), line: this.#uart.module, utcNow });
    this.rest = {
      serial: { io: this.#uart.Serial },
      time,
      random: () => 0.5,
      sensors: sensors.length > 0 ? sensors : [{ name: 'up', interval: MINUTE, sample: () => time.now(), isAlarm: () => false }],
      configuration: { nodeId: 'roof-1', ...this.configuration },
    };
    this.broker.subscribe('#', (message) => this.messages.push(message));
    module.powerOn();
  }

  get given(): object {
    const { rest, configuration } = this;
    return { ...rest, rest, configuration, valve: { write: () => undefined }, bus: {}, battery: { read: () => 3900 } };
  }

  command(text: string): void {
    this.broker.publish({ topic: 'cellnode/roof-1/command', payload: new TextEncoder().encode(text), qos: 1, isRetained: false });
  }

  payloads(topic: string): Uint8Array[] {
    return this.messages.filter((message) => message.topic === topic).map(({ payload }) => payload);
  }

  objects(topic: string): Record<string, unknown>[] {
    return this.payloads(topic).map((payload) => JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>);
  }
}

/** A driver of the kind that the sensors' page speaks of. */
class BME280 {
  sample(): object {
    return { thermometer: { temperature: 21.5 } };
  }

  close(): void {
    // Nothing is held.
  }
}

/** Pages, and how many programs each has, so that none is on a page and not run. */
const PAGES: Readonly<Record<string, number>> = { sensors: 5, topics: 2, 'remote-commands': 2, health: 1, store: 1 };

test('the programs of the pages have the right types', async (t) => {
  const programs = new Map<string, string>([['wrong.ts', "import { SensorNode } from 'cellnode';\nnew SensorNode({ sensor: {} });\n"]]);
  for (const [page, count] of Object.entries(PAGES)) {
    const codes = await snippets(page);
    t.is(codes.length, count, page);
    codes.forEach((code, index) => programs.set(`${page}-${index}.ts`, code));
  }
  const found = problems(programs);
  t.is(found.length, 1, found.join('\n'));
  t.regex(found[0], /^wrong\.ts: .*'sensor'/);
});

test('sensors: a driver and a function publish, each at its interval', async (t) => {
  const desk = new Desk();
  const { node } = await load<{ node: NodeMaker }>(await snippet('sensors', 0));
  node({ ...desk.given, BME280 }).start();
  desk.time.advance(10 * MINUTE);
  const names = desk.objects('cellnode/roof-1/readings').map(({ sensor }) => sensor);
  t.true(names.filter((name) => name === 'air').length > 5);
  t.is(names.filter((name) => name === 'supply').length, 1);
});

test('sensors: the node has garbage collected', async (t) => {
  const desk = new Desk();
  const { node } = await load<{ node: NodeMaker }>(await snippet('sensors', 1));
  node(desk.given).start();
  desk.time.advance(10 * MINUTE);
  t.true((globalThis as { collections?: number }).collections !== undefined);
});

test('sensors: only changes, and summaries', async (t) => {
  const { door, cellar } = await load<{ door: NodeSensorOptions; cellar: (io: unknown) => NodeSensorOptions }>(await snippet('sensors', 2));
  const { wind } = await load<{ wind: (io: unknown) => NodeSensorOptions }>(await snippet('sensors', 3));
  const desk = new Desk(door, cellar(BME280), wind(BME280));
  const { node } = await load<{ node: NodeMaker }>("import { SensorNode } from 'cellnode'; export const node = ({ rest }) => new SensorNode(rest);");
  node(desk.given).start();
  desk.time.advance(21 * MINUTE);
  const readings = desk.objects('cellnode/roof-1/readings');
  const of = (name: string) => readings.filter(({ sensor }) => sensor === name);
  t.deepEqual([of('door').length, of('cellar').length], [1, 1]);
  t.deepEqual(of('wind').at(-1)?.sample, { thermometer: { temperature: { mean: 21.5, maximum: 21.5 } } });
});

test('sensors: another encoding', async (t) => {
  const { node } = await load<{ node: (options: SensorNodeOptions, isSenml: boolean) => SensorNode }>(await snippet('sensors', 4));
  const [inCbor, inSenml] = [false, true].map((isSenml) => {
    const desk = new Desk();
    node(desk.rest, isSenml).start();
    desk.time.advance(5 * MINUTE);
    return desk;
  });
  t.like(decode(inCbor.payloads('cellnode/roof-1/readings')[0]), { sensor: 'up', sequence: 1 });
  t.true(Array.isArray(inSenml.objects('cellnode/roof-1/readings')[0]));
});

test('topics: readings go where the page says, and an event is at the broker', async (t) => {
  const desk = new Desk();
  const { node } = await load<{ node: NodeMaker }>(await snippet('topics', 0));
  const { run } = await load<{ run: (node: SensorNode) => unknown }>(await snippet('topics', 1));
  const started = node(desk.given);
  started.start();
  run(started);
  desk.time.advance(5 * MINUTE);
  t.true(desk.objects('plant/roof-1/air').length > 2);
  t.deepEqual(desk.objects('plant/roof-1/event'), [{ door: 'open' }]);
});

test('remote commands: the valve is moved, and says so; an id acts once', async (t) => {
  const desk = new Desk();
  const { node } = await load<{ node: NodeMaker }>(await snippet('remote-commands', 0));
  const written: number[] = [];
  node({ ...desk.given, valve: { write: (value: number) => written.push(value) } }).start();
  desk.time.advance(MINUTE);
  for (const command of ['{"valve":true,"id":"a"}', '{"valve":true,"id":"a"}', '{"valve":3}']) {
    desk.command(command);
    desk.time.advance(MINUTE);
  }
  t.deepEqual(written, [1]);
  const [moved, repeated, refused] = desk.objects('cellnode/roof-1/response');
  t.like(moved, { valve: { isOpen: true }, id: 'a' });
  t.like(repeated, { repeated: true, id: 'a' });
  t.true(JSON.stringify(refused).includes('must be true or false'));
});

test('remote commands: ids are kept beyond a start', async (t) => {
  const { node } = await load<{ node: NodeMaker }>(await snippet('remote-commands', 1));
  const answers = ['restart', 'again'].map(() => {
    const desk = new Desk();
    node(desk.given).start();
    desk.time.advance(MINUTE);
    desk.command('{"sample":true,"id":"b"}');
    desk.time.advance(MINUTE);
    return desk.objects('cellnode/roof-1/response')[0];
  });
  t.deepEqual(answers.map(({ repeated }) => repeated), [undefined, true]);
});

test('store: the ids of commands and the TLS files are kept in it', async (t) => {
  const { store, memories } = await load<{ store: Store; memories: Partial<SensorNodeOptions> }>(await snippet('store', 0));
  const desk = new Desk();
  new SensorNode({ ...desk.rest, ...memories }).start();
  desk.time.advance(MINUTE);
  desk.command('{"sample":true,"id":"of the page"}');
  desk.time.advance(MINUTE);
  t.regex(String(store.memory('command-ids').read()), /"of the page"\]$/);
});

test('health: the record has the fields that the page asks for', async (t) => {
  const desk = new Desk();
  const { node } = await load<{ node: NodeMaker }>(await snippet('health', 0));
  node(desk.given).start();
  desk.time.advance(5 * MINUTE);
  const [record] = desk.objects('cellnode/roof-1/health');
  t.like(record, { wire: 2, version: '1.2.0', dropped: 0 });
  t.false('sent' in record);
});
