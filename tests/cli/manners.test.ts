import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import ava from 'ava';
import { formatFor } from '../../host-sim/cli/colours.js';
import { cellnode, CellnodeProcess, PROGRAM } from './cellnode-process.js';

// One after the other: each starts programs.
const test = ava.serial;

const COMMANDS = ['run', 'sim', 'faults', 'console', 'doctor', 'soak', 'fleet'];

test('--version is that of both packages', async (t) => {
  const versions = ['package.json', 'host-sim/package.json'].map((path) => JSON.parse(readFileSync(path, 'utf8')) as { version: string });
  const { status, output } = await cellnode(t, '--version');
  t.is(status, 0);
  for (const { version } of versions) t.is(output, `${version}\n`);
});

test('what is misspelt is refused, with the nearest that there is', async (t) => {
  const command = await cellnode(t, 'doktor', '/dev/null');
  t.is(command.status, 1);
  t.regex(command.complaints, /unknown command 'doktor'\n\(Did you mean doctor\?\)/);
  for (const [given, meant] of [[['--tracee'], '--trace'], [['sim', '--scenari', 'x'], '--scenario'], [['soak', '--sed', '1'], '--seeds']] as const) {
    const { status, complaints } = await cellnode(t, ...given);
    t.is(status, 1);
    t.regex(complaints, new RegExp(`unknown option .*\\n.*${meant}`));
  }
});

test('help shows no default that says nothing', async (t) => {
  t.timeout(60_000);
  for (const command of COMMANDS) {
    const { status, output } = await cellnode(t, command, '--help');
    t.is(status, 0);
    t.notRegex(output, /default: (\[\]|\{\}|""|undefined)/, command);
  }
});

/** Commands, and after how many lines nobody reads any more. */
const UNREAD = [
  [1, ['sim', '--no-pty', '--tcp', '0']],
  [1, ['run']],
  [3, ['run', '--trace']],
  [1, ['faults']],
  [1, ['--help']],
] as const;

for (const [lines, args] of UNREAD) {
  test(`cellnode ${args.join(' ')} | head -${lines} ends, and says nothing`, async (t) => {
    t.timeout(60_000);
    // The shell waits for both; nothing else is open that would keep the pipe.
    const shell = spawn('sh', ['-c', `"$0" "$@" | head -${lines}`, process.execPath, PROGRAM, ...args]);
    let complaints = '';
    shell.stderr.on('data', (bytes: Buffer) => (complaints += bytes.toString()));
    const [status] = (await once(shell, 'close')) as [number];
    t.is(status, 0);
    // A busy machine looks long whether all is compiled.
    t.is(complaints.replace('Compiling cellnode: some seconds, once.\n', ''), '');
  });
}

test('a soak that is interrupted reports the seeds that have ended', async (t) => {
  t.timeout(60_000);
  const soak = new CellnodeProcess(t, ['soak', '--seeds', '100000', '--days', '1', '--workers', '1', '--json']);
  await soak.until(() => soak.complaints.includes('0 of 100000'), 'its start');
  const { status, output, complaints } = await soak.end('SIGINT');
  t.is(status, 130);
  t.regex(complaints, /interrupted: \d+ of 100000 seeds have ended/);
  t.is((JSON.parse(output) as { seeds: number }).seeds, Number(/(\d+) of/.exec(complaints)?.[1]));
});

test('NO_COLOR and FORCE_COLOR decide, and a terminal otherwise', (t) => {
  const terminal = (isTTY: boolean) => ({ isTTY, hasColors: () => isTTY }) as unknown as NodeJS.WriteStream & { fd: 1 };
  t.deepEqual(formatFor(terminal(true), {}), { colours: true });
  t.deepEqual(formatFor(terminal(false), {}), { colours: false });
  t.deepEqual(formatFor(terminal(true), { NO_COLOR: '1' }), { colours: false });
  t.deepEqual(formatFor(terminal(true), { NO_COLOR: '' }), { colours: true });
  t.deepEqual(formatFor(terminal(false), { FORCE_COLOR: '1' }), { colours: true });
  t.deepEqual(formatFor(terminal(true), { FORCE_COLOR: '0' }), { colours: false });
});
