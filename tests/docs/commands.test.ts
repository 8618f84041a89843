import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { cellnode, PROGRAM, simulatedModule } from '../cli/cellnode-process.js';
import { Awaiter } from '../support/awaiter.js';
import { commandsOf } from './commands.js';
import { NOT_RUN } from './not-run.js';
import { readPages } from './pages.js';

/** Simulated modules at a time. */
const AT_ONCE = 2;
/** What stands for the serial port of a module, on the pages. */
const PORT = /(?<= )(PATH|PORT|\/dev\/ttyUSB\d)(?= |$)/;

const pages = await readPages();
const commands = commandsOf(pages);
const run = [...commands.keys()].filter((command) => !(command in NOT_RUN));
const [simulators, others] = [run.filter(isSimulator), run.filter((command) => !isSimulator(command))];
const [withPort, alone] = [others.filter((command) => PORT.test(command)), others.filter((command) => !PORT.test(command))];

function isSimulator(command: string): boolean {
  return command.startsWith('npx cellnode sim');
}

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/**
 * Runs a command of a page by a shell in the repository, and ends it when it has printed `last`. npx would find this very program,
 * takes a second to do so, and keeps signals to itself; that it finds it is a test of its own.
 */
async function runAsWritten(command: string, last?: string, input = ''): Promise<Ended> {
  const child = spawn('sh', ['-c', command.replace(/^npx cellnode\b/, `exec ${process.execPath} ${PROGRAM}`)]);
  let output = '';
  const awaiter = new Awaiter();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      output += bytes.toString();
      awaiter.changed();
    });
  }
  child.stdin.end(input);
  const closed = once(child, 'close').then(([status]) => {
    awaiter.changed();
    return status as number | null;
  });
  if (last !== undefined) {
    await awaiter.until(() => output.split('\n').includes(last) || child.exitCode !== null, last, () => output);
    child.kill('SIGINT');
  }
  return { status: await closed, output };
}

test('the list of what is not run has a reason for each, and nothing that no page gives', (t) => {
  for (const [command, reason] of Object.entries(NOT_RUN)) {
    t.true(commands.has(command), `no page has ${command}`);
    t.true(reason.length > 0);
  }
  t.true(run.length > 20);
});

test('npm scripts that pages name are there', async (t) => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };
  for (const [command, where] of commands) {
    for (const [, name] of command.matchAll(/npm run ([\w:]+)/g)) t.true(name in scripts, `${where.join()}: npm run ${name}`);
  }
});

test('npx finds the command line', async (t) => {
  const { status, output } = await runAsWritten('npx --no cellnode --version');
  t.regex(output, /^\d+\.\d+\.\d+\n$/);
  t.is(status, 0);
});

test('simulated modules start as pages say', async (t) => {
  // Of each one, as each is an assertion: other suites may be at work on all processors.
  t.timeout(60_000);
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const left = [...simulators.entries()];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [index, command] = next;
      const { status, output } = await runAsWritten(command.replace('/tmp/module', join(folder, `${index}`)), 'ready');
      t.is(status, 0, `${command}: ${output}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
});

for (const command of withPort) {
  test(`${command} does what pages say, on a simulated module`, async (t) => {
    const { status, output } = await onModule(t, command);
    t.is(status, 0, output);
  });
}

/** A console reads a script from what is piped into it. */
async function onModule(t: ExecutionContext, command: string): Promise<Ended> {
  const { path } = await simulatedModule(t);
  return runAsWritten(command.replace(PORT, path), undefined, 'AT\n');
}

for (const command of alone) {
  test(`${command} ends well`, async (t) => {
    const { status, output } = await runAsWritten(command);
    t.is(status, 0, output);
    t.true(output.length > 0);
  });
}

test('options that README names after npm start are those of the node', async (t) => {
  const { output } = await cellnode(t, 'run', '--help');
  const rows = [...(pages.get('README.md') ?? '').matchAll(/^\| (`--.*?) \|/gm)].map(([, cell]) => cell);
  t.true(rows.length > 5);
  for (const [option] of rows.join().matchAll(/--[a-z]+/g)) t.true(output.includes(option), option);
});
