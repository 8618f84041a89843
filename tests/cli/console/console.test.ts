import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn as spawnInTerminal } from '@lydell/node-pty';
import ava, { type ExecutionContext } from 'ava';
import { Awaiter } from '../../support/awaiter.js';
import { SocketClient } from '../../support/socket-client.js';
import { cellnode, CellnodeProcess, PROGRAM, simulatedModule } from '../cellnode-process.js';

// One after the other: each starts programs, and all of them at once are more than a small machine can take.
const test = ava.serial;

async function folder(t: ExecutionContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'cellnode-test-'));
  t.teardown(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function script(t: ExecutionContext, ...lines: readonly string[]): Promise<string> {
  const path = join(await folder(t), 'script.at');
  await writeFile(path, lines.join('\n'));
  return path;
}

/** `cellnode console` on a terminal, as a person has it. */
class TerminalSession {
  screen = '';
  readonly #pty;
  readonly #awaiter = new Awaiter();
  readonly #exit: Promise<number>;

  constructor(t: ExecutionContext, path: string) {
    const env = { ...process.env, NO_COLOR: '1' };
    this.#pty = spawnInTerminal(process.execPath, [PROGRAM, 'console', path], { cols: 100, rows: 40, env });
    this.#pty.onData((text) => {
      this.screen += text;
      this.#awaiter.changed();
    });
    let hasExited = false;
    this.#exit = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode }) => {
        hasExited = true;
        resolve(exitCode);
      });
    });
    t.teardown(() => {
      if (!hasExited) this.#pty.kill('SIGKILL');
    });
  }

  /** Types it, and resolves when `answer` has come to the screen behind it. */
  async type(text: string, answer: string): Promise<string> {
    const from = this.screen.length;
    this.#pty.write(text);
    await this.#awaiter.until(() => this.screen.includes(answer, from), answer, () => this.screen);
    return this.screen.slice(from);
  }

  until(text: string): Promise<unknown> {
    return this.#awaiter.until(() => this.screen.includes(text), text, () => this.screen);
  }

  /** Types it and gives the exit status. */
  leave(text: string): Promise<number> {
    this.#pty.write(text);
    return this.#exit;
  }
}

test('a script that comes true: everything is shown decoded, and the status is 0', async (t) => {
  const { path } = await simulatedModule(t);
  const steps = await script(
    t,
    '# comments and empty lines are nothing',
    '',
    'AT',
    'AT+CMEE=1',
    'AT+CGMM',
    'expect MC669-*',
    '! AT+MQTTPUB=1,"t",0,0,"x"',
    'expect +CME ERROR: 3',
    'timeout 20.5',
    'AT+MQTTUSER=1,"station","a long secret"',
    'AT+CSQ; +CMEE?',
    'expect +CSQ: *',
    'expect +CMEE: 1',
  );
  const { status, output, complaints } = await cellnode(t, 'console', path, '--script', steps);
  t.is(complaints, '');
  t.is(status, 0);
  t.regex(output, /→ AT\+MQTTUSER=1,"station","•••" +slot=1 user="station" password=•••/);
  t.regex(output, /← OK +AT\+MQTTUSER= after/);
  t.false(output.includes('secret'));
});

test('a script publishes: prompts are answered with text, escapes and files, byte for byte', async (t) => {
  const { sim, path } = await simulatedModule(t, '--tcp', '0');
  const other = await SocketClient.connect(t, `tcp://${await sim.lineAfter('tcp ')}`);
  while (!(await other.ask('AT+CGREG?', 'OK')).includes('+CGREG: 0,1')) await other.ask('AT+CSQ', 'OK');
  await other.close();
  const files = await folder(t);
  const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  await writeFile(join(files, 'root.pem'), certificate);
  await writeFile(join(files, 'payload'), Buffer.from([0, 13, 10, 255, 26, 34]));
  const steps = await script(
    t,
    `AT+GTSSLFILE="TRUSTFILE",@${join(files, 'root.pem')}`,
    'ATE0',
    'timeout 30',
    'AT+MIPCALL=1,"CMNET"',
    'expect +MIPCALL: 10.*',
    'AT+MQTTOPEN=1,"broker.example.com",1883,1,60',
    'expect +MQTTOPEN: 1,1',
    'AT+MQTTSUB=1,"t",1',
    'expect +MQTTSUB: 1,1',
    'AT+MQTTPUB=1,"t",1,0,6',
    'data a\\\\b\\x41\\r\\n',
    'expect +MQTTPUB: 1,1',
    `AT+MQTTPUB=1,"t",1,0,@${join(files, 'payload')}`,
    'expect +MQTTPUB: 1,1',
    'data not wanted any more',
  );
  const { status, output, complaints } = await cellnode(t, 'console', path, '--script', steps);
  t.is(status, 1);
  t.regex(complaints, /error: line 15: the module has not asked for data/);
  t.regex(output, /asks for 6 bytes/);
  t.true(output.includes('‹6 bytes› a\\bA\\r\\n'), output);
  t.true(output.includes('‹6 bytes› \\x00\\r\\n\\xff\\x1a"'), output);
  t.regex(output, new RegExp(`→ ‹${certificate.length} bytes› +not shown`));
  t.false(output.includes('MIIB'));
});

test("the documentation's script comes true", async (t) => {
  const page = readFileSync(new URL('../../../../docs/console.md', import.meta.url), 'utf8');
  const [, text] = /```\n(# what the module is\n[^`]*)```/.exec(page) ?? [];
  const { sim, path } = await simulatedModule(t, '--tcp', '0');
  const other = await SocketClient.connect(t, `tcp://${await sim.lineAfter('tcp ')}`);
  while (!(await other.ask('AT+CGREG?', 'OK')).includes('+CGREG: 0,1')) await other.ask('AT+CSQ', 'OK');
  await other.close();
  const steps = await script(t, text.replaceAll('${MQTT_PASSWORD}', '${HOME}'));
  const { status, complaints } = await cellnode(t, 'console', path, '--script', steps);
  t.is(complaints, '');
  t.is(status, 0);
});

test('a script that does not come true names the line and what came instead', async (t) => {
  const { path } = await simulatedModule(t);
  const cases: readonly (readonly [lines: readonly string[], complaint: RegExp])[] = [
    [['AT', 'AT+NONSENSE'], /error: line 2: the module says ERROR/],
    [['! AT'], /error: line 1: was to be refused, and is OK/],
    [['timeout 0.2', 'AT', 'expect +CSQ: *'], /error: line 3: expect \+CSQ: \*: has not come within 0\.2 s/],
    [['AT+GTSSLFILE="TRUSTFILE",12', 'data too short'], /error: line 2: the module asks for 12 bytes, these are 9/],
  ];
  for (const [lines, complaint] of cases) {
    const { status, complaints } = await cellnode(t, 'console', path, '--script', await script(t, ...lines));
    t.is(status, 1);
    t.regex(complaints, complaint);
  }
});

test('what is no terminal at the standard input is a script', async (t) => {
  const { path } = await simulatedModule(t);
  const run = new CellnodeProcess(t, ['console', path, '--hex']);
  run.type('AT\nAT+CPIN="4711"\n');
  run.close();
  const { status, output } = await run.ended();
  t.is(status, 1, 'a PIN that the card does not ask for');
  t.regex(output, /0000 {2}41 54 0d +AT\./);
  t.regex(output, /bytes, not shown/);
  t.false(output.includes('4711') || output.includes('34 37 31 31'));
});

test('what cannot be is refused with what to do, before a byte is sent', async (t) => {
  const { path } = await simulatedModule(t);
  const cases: readonly (readonly [lines: readonly string[], complaint: RegExp])[] = [
    [['AT', 'PIN=secret'], /error: line 2: cannot be read; write AT…, ! AT…, expect TEXT/],
    [['expect'], /error: line 1: expect what\?/],
    [['timeout soon'], /error: line 1: timeout takes seconds, above 0 and up to 3600/],
    [['AT+CPIN="${SURELY_NOT_SET}"'], /error: line 1: there is no environment variable SURELY_NOT_SET/],
  ];
  for (const [lines, complaint] of cases) {
    const { status, output, complaints } = await cellnode(t, 'console', path, '--script', await script(t, ...lines));
    t.is(status, 1);
    t.is(output, '');
    t.regex(complaints, complaint);
    t.false(complaints.includes('secret'));
  }
  const missing = await cellnode(t, 'console', path, '--script', '/nowhere/script');
  t.regex(missing.complaints, /--script <file>.*no such file/);
});

test('a person at a terminal: decoded, masked on the screen and in the history, hex view, data at the prompt', async (t) => {
  const { path } = await simulatedModule(t);
  const session = new TerminalSession(t, path);
  await session.until('> ');
  await session.type('AT+MQTTUSER=1,"u","very secret"\r', 'AT+MQTTUSER= after');
  // What is behind the last wipe of the line is what stays to be seen.
  t.true(session.screen.includes('"very secret"'), 'as it was typed');
  const [, behind] = session.screen.split('very secret"');
  t.true(behind.replaceAll('\r', '').startsWith('\n\x1b[1A\x1b[2K'), 'and wiped when it was sent: a line up, all of it cleared');
  const recalled = await session.type('\x1b[A\r', 'is not kept');
  t.true(recalled.includes('AT+MQTTUSER=1,"u","•••"'));
  t.false(recalled.includes('secret"'));

  await session.type('.hex\r', 'bytes are shown');
  const withBytes = await session.type('AT+CSQ\r', 'AT+CSQ after');
  t.regex(withBytes, /0000 {2}41 54 2b 43 53 51 0d +AT\+CSQ\./);
  await session.type('.hex\r', 'bytes are not shown');

  await session.type('AT+GTSSLFILE="KEYFILE",6\r', '6 bytes> ');
  t.true((await session.type('too many bytes\r', 'nothing was sent')).includes('14 bytes, and the module takes 6'));
  await session.type('k\\x65y\r', '3 bytes> ');
  const answered = await session.type('123\r', 'AT+GTSSLFILE= after');
  t.regex(answered, /‹6 bytes› +not shown/);
  t.is(await session.leave('.quit\r'), 0);
});
