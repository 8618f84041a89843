import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Mosquitto } from '../host-sim/broker/mosquitto.js';
import { cellnode, CellnodeProcess } from './cellnode-process.js';

async function program(t: ExecutionContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-program-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'roof.mjs');
  await writeFile(path, text);
  return path;
}

test('the program that goes to the device runs on a desktop: its sensors, topic, command and encoding', async (t) => {
  t.timeout(120_000);
  const run = new CellnodeProcess(t, ['run', 'examples/several-sensors/main.ts']);
  // Step by step: other suites may be at work on all processors, and each step has a patience of its own.
  for (const step of ['simulated module switched on', 'link iccid', 'link address', 'status  online']) {
    await run.until(() => run.output.includes(step), step);
  }
  await run.until(() => /arrived +plant\/roof-1\/air {2}\{.*"sensor":"air".*bytes of cbor/.test(run.output), 'air');
  await run.until(() => /arrived +plant\/roof-1\/air {2}\{.*"sample":\{"volts":.*bytes of cbor/.test(run.output), 'supply');
  run.type('cellnode/roof-1/command {"threshold":"high","id":1}\ncellnode/roof-1/command {"threshold":3.3,"id":"a1"}\n');
  await run.until(() => /arrived +cellnode\/roof-1\/response .*"reason":"must be volts"/.test(run.output), 'the first is refused');
  await run.until(() => /arrived +cellnode\/roof-1\/response {2}\{"id":"a1","threshold":3.3\} /.test(run.output), 'the second is obeyed');
  await run.until(() => /arrived +plant\/roof-1\/event {2}threshold changed/.test(run.output), 'the event');
  await run.until(() => run.output.includes('program   the broker knows'), 'its fate');
  const { status, complaints } = await run.end('SIGINT');
  t.deepEqual([status, complaints], [0, '']);
});

test("it ends when readings have arrived, and a user's own broker shows what was asked for", async (t) => {
  t.timeout(120_000);
  const broker = await Mosquitto.start(t);
  const { status, output } = await cellnode(t, 'run', 'examples/own-commands/main.ts', '--broker', broker.url, '--watch', 'cellnode/roof-1/#', '--readings', '1');
  t.is(status, 0, output);
  t.regex(output, /arrived +cellnode\/roof-1\/readings .*"isOpen":false/);
  t.regex(output, /end +1 readings have arrived/);
});

const FAILURES: Readonly<Record<string, readonly [text: string, complaint: RegExp]>> = {
  'an option that is refused': [
    "import { SensorNode } from 'cellnode'; new SensorNode({ time: 3 });",
    /end .*roof\.mjs has failed: serial: .*\(new SensorNode\(\)\)\n$/,
  ],
  'an exception in a callback, which restarts a device': ["import Timer from 'timer'; Timer.set(() => { throw new Error('boom'); }, 10);", /Error: boom\n +at .*roof\.mjs:1/],
  'a module that only a device has': ["import WiFi from 'embedded:network/wifi';", /embedded:network\/wifi is a device's, and nothing stands in for it/],
  'a bus that something is to be done with': ["import I2C from 'embedded:io/i2c'; new I2C({});", /a desktop has no such pins/],
};
for (const [what, [text, complaint]] of Object.entries(FAILURES)) {
  test(`a program that fails is told of: ${what}`, async (t) => {
    const { status, output } = await cellnode(t, 'run', await program(t, text));
    t.is(status, 1);
    t.regex(output, complaint);
    t.notRegex(output, /node:internal/);
  });
}

test('without readings it ends with 1, and says how many there were', async (t) => {
  const { status, output } = await cellnode(t, 'run', await program(t, "trace('here\\n');"), '--readings', '1', '--limit', '1');
  t.is(status, 1);
  t.regex(output, /program +here\n/);
  t.regex(output, /end +not 1 readings within 1 s: 0 have arrived/);
});

const REFUSED: readonly (readonly [args: readonly string[], complaint: string])[] = [
  [['none.js'], 'There is no file none.js.'],
  [['--watch', '#'], '--watch goes with a program'],
  [['examples/first-program/main.ts', '--interval', '3'], '--interval goes without a program'],
  [['examples/first-program/main.ts', '--encoding', 'cbor'], '--encoding goes without a program'],
  [['examples/first-program/main.ts', '--mcu'], '--mcu goes without a program'],
  [['examples/first-program/main.ts', '--tls'], '--tls goes without a program'],
  [['examples/first-program/main.ts', '--broker', 'mqtt://127.0.0.1:1'], '--broker with a program needs --watch'],
];
for (const [args, complaint] of REFUSED) {
  test(`run ${args.join(' ')} is refused`, async (t) => {
    const { status, complaints } = await cellnode(t, 'run', ...args);
    t.is(status, 1);
    t.true(complaints.includes(complaint), complaints);
  });
}
