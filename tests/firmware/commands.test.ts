import test from 'ava';
import type { RemoteCommand } from '../../modules/telemetry/commands/command.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { ScenarioBench, SECOND, MINUTE, type ScenarioOptions } from '../scenarios/scenario-bench.js';
import { utf8 } from '../support/bytes.js';

/** A node that can be told things, and whose host counts how often it was to restart. */
function bench(options: ScenarioOptions = {}) {
  const restarts: number[] = [];
  const scenario = ScenarioBench.online('l610', {
    ...options,
    node: { ...options.node, modem: { recovery: { restartHost: () => restarts.push(scenario.time.now()) } } },
  });
  const answers = (): Record<string, unknown>[] => scenario.texts('response').map((line) => JSON.parse(line) as Record<string, unknown>);
  /** The answers that follow. */
  const tell = (line: string): Record<string, unknown> => {
    const before = answers().length;
    scenario.command(line);
    scenario.until(() => answers().length > before, `an answer to ${line}`);
    return answers()[before];
  };
  return { scenario, restarts, answers, tell };
}

test('interval, sample and status', (t) => {
  const { scenario, tell } = bench();
  t.deepEqual(tell('{"interval":3600,"id":1}'), { interval: 3600, id: 1 });
  t.is(scenario.node.sensors.intervalOf('room'), 3600 * SECOND);
  t.deepEqual(tell('{"interval":null}'), { interval: { room: 3600 } });
  t.like(tell('{"interval":{"air":1}}'), { error: 'unknown-property', command: 'interval', reason: 'air' });
  scenario.time.advance(MINUTE);
  const { accepted } = scenario.node.statistics;
  t.deepEqual(tell('{"sample":true}'), { sample: true });
  scenario.time.advance(SECOND);
  t.is(scenario.node.statistics.accepted, accepted + 1);
  t.like(tell('{"sample":"air"}'), { error: 'bad-value', reason: 'must be true, or one of room' });
  const { status } = tell('{"status":true,"id":"s"}');
  t.like(status, { accepted: accepted + 1, dropped: 0 });
});

test('a command of its own is run with the value that it has made', (t) => {
  const valve: boolean[] = [];
  const command: RemoteCommand<boolean> = {
    parse: (value) => {
      if (typeof value !== 'boolean') throw new Error('must be true or false');
      return value;
    },
    run: (isOpen, reply) => {
      valve.push(isOpen);
      reply({ isOpen });
    },
  };
  const { tell } = bench({ node: { commands: { valve: command as RemoteCommand } } });
  t.deepEqual(tell('{"valve":true,"id":"a7"}'), { valve: { isOpen: true }, id: 'a7' });
  t.deepEqual(tell('{"valve":1}'), { error: 'bad-value', command: 'valve', reason: 'must be true or false' });
  t.deepEqual(valve, [true]);
});

test('restart wants the number of this start, answers, and restarts the host ten seconds later', (t) => {
  const { scenario, restarts, tell } = bench();
  const { start } = tell('{"status":true}').status as { start: number };
  t.true(Number.isInteger(start) && start > 0);
  t.deepEqual(tell(`{"restart":${start + 1}}`), {
    error: 'bad-value',
    command: 'restart',
    reason: `is for another start than this one, whose number is ${start}`,
  });
  t.like(tell('{"restart":true}'), { error: 'bad-value' });
  const told = scenario.time.now();
  t.deepEqual(tell(`{"restart":${start},"id":"r"}`), { restart: true, id: 'r' });
  scenario.time.advance(9 * SECOND);
  t.deepEqual(restarts, []);
  scenario.time.advance(3 * SECOND);
  t.is(restarts.length, 1);
  t.true(restarts[0] - told >= 10 * SECOND);
  scenario.time.advance(MINUTE);
  t.is(restarts.length, 1);
});

test('where nothing restarts the host, restart says so', (t) => {
  const scenario = ScenarioBench.online('mc66x', { node: { modem: { recovery: {} } } });
  scenario.command('{"status":true}');
  scenario.until(() => scenario.texts('response').length > 0, 'the status');
  const { start } = (JSON.parse(scenario.texts('response')[0]) as { status: { start: number } }).status;
  scenario.command(`{"restart":${start}}`);
  scenario.until(() => scenario.texts('response').length > 1, 'the refusal');
  t.like(JSON.parse(scenario.texts('response')[1]), { error: 'failed', command: 'restart' });
});

for (const isRetained of [true, false]) {
  test(`a restart that the broker ${isRetained ? 'retains' : 'repeats'} ends one start, and none after it`, (t) => {
    const outbox = new RamOutbox({ capacity: 2 ** 16 });
    const { scenario, restarts, answers, tell } = bench({ outbox: () => outbox });
    const { start } = tell('{"status":true}').status as { start: number };
    const payload = utf8(`{"restart":${start}}`);
    const plant = (): void => scenario.broker.publish({ topic: 'cellnode/node-1/command', payload, qos: 1, isRetained });
    plant();
    for (let count = 1; count <= 5; count += 1) {
      scenario.until(() => restarts.length > 0 || count > 1, 'the restart');
      scenario.restartHost();
      const before = answers().length;
      scenario.until(() => scenario.node.session === 'ready', 'the next start is ready');
      if (!isRetained) plant();
      scenario.until(() => answers().length > before, 'the answer of the next start');
      t.like(answers().at(-1), { error: 'bad-value', command: 'restart' });
      scenario.time.advance(5 * MINUTE);
      t.is(restarts.length, 1);
    }
  });
}

/** A node whose valve counts how often it was opened, with what outlives its starts: a memory for identifiers. */
function valveBench(memory: { text: string; isBroken?: boolean } | undefined) {
  const opened: unknown[] = [];
  const commands = { valve: { run: (value: unknown, reply: (answer?: unknown) => void) => (opened.push(value), reply()) } };
  const commandMemory = memory === undefined ? undefined : {
    read: () => memory.text,
    write: (text: string) => {
      if (memory.isBroken === true) throw new Error('worn out');
      memory.text = text;
    },
  };
  return { opened, ...bench({ node: { commands, commandMemory } }) };
}

test('an id that is repeated after a restart acts once, where the node has a memory for it', (t) => {
  const { scenario, opened, tell } = valveBench({ text: '' });
  const restart = (): void => {
    scenario.restartHost();
    scenario.until(() => scenario.node.session === 'ready', 'the next start is ready');
  };
  t.like(tell('{"valve":1,"id":"a"}'), { valve: true });
  t.like(tell('{"valve":2,"id":7}'), { valve: true });
  restart();
  t.deepEqual(tell('{"valve":3,"id":"a"}'), { repeated: true, command: 'valve', id: 'a' });
  t.deepEqual(tell('{"valve":4,"id":7}'), { repeated: true, command: 'valve', id: 7 });
  t.like(tell('{"valve":5,"id":"7"}'), { valve: true });
  // Sixteen are remembered, whatever the starts between them.
  for (let id = 100; id < 114; id += 1) tell(`{"valve":0,"id":${id}}`);
  restart();
  t.like(tell('{"valve":6,"id":7}'), { repeated: true });
  t.like(tell('{"valve":7,"id":"a"}'), { valve: true });
  t.deepEqual(opened.filter((value) => value !== 0), [1, 2, 5, 7]);
});

test('a command that the broker retains acts once with an id, however often the host restarts', (t) => {
  const { scenario, opened, answers } = valveBench({ text: '' });
  scenario.broker.publish({ topic: 'cellnode/node-1/command', payload: utf8('{"valve":1,"id":"r"}'), qos: 1, isRetained: true });
  for (let start = 1; start <= 5; start += 1) {
    scenario.until(() => answers().length >= start, `the answer in start ${start}`);
    scenario.restartHost();
  }
  t.deepEqual(opened, [1]);
});

test('a memory that fails, or holds what is none, costs no command, and is told', (t) => {
  for (const text of ['', '[', '{}', '[null,{},"x"]', '"a"']) {
    const { scenario, opened, tell } = valveBench({ text, isBroken: true });
    t.like(tell('{"valve":1,"id":"a"}'), { valve: true });
    t.like(tell('{"valve":2,"id":"a"}'), { repeated: true });
    t.deepEqual(opened, [1]);
    t.true(scenario.progress.some(([event, cause]) => event === 'handler-failed' && String(cause).includes('worn out')));
  }
  const commandMemory = { read: () => '' } as never;
  t.throws(() => new ScenarioBench('l610', { node: { commandMemory } }), { message: /^commandMemory: / });
});

test('without a memory an id is known as long as the start lasts', (t) => {
  const { scenario, opened, tell } = valveBench(undefined);
  tell('{"valve":1,"id":"a"}');
  t.like(tell('{"valve":2,"id":"a"}'), { repeated: true });
  scenario.restartHost();
  scenario.until(() => scenario.node.session === 'ready', 'the next start is ready');
  t.like(tell('{"valve":3,"id":"a"}'), { valve: true });
  t.deepEqual(opened, [1, 3]);
});

test('commands are checked at construction, by name', (t) => {
  const run = (): void => undefined;
  t.throws(() => new ScenarioBench('l610', { node: { commands: { interval: { run } } } }), { message: /^commands\.interval: is built in/ });
  t.throws(() => new ScenarioBench('l610', { node: { commands: { valve: {} as never } } }), { message: /^commands\.valve\.run: must be a function/ });
});
