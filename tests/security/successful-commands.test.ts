import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ava, { type ExecutionContext } from 'ava';
import { CertificateAuthority } from '../../host-sim/broker/certificates.js';
import { type EmbeddedBroker, startEmbeddedBroker } from '../../host-sim/broker/embedded-broker.js';
import { cellnode, CellnodeProcess, type Ending } from '../cli/cellnode-process.js';
import { SocketClient } from '../support/socket-client.js';
import { EventClient, post } from '../web/http-client.js';
import { CANARIES, CERTIFICATE, KEY, told } from './canaries.js';

// One after the other: each starts programs.
const test = ava.serial;

const { apnPassword, password, pin } = CANARIES;
const root = await CertificateAuthority.create('root');

/** One that takes nobody who does not know the password, with TLS and without. */
async function guardedBroker(t: ExecutionContext): Promise<EmbeddedBroker> {
  const broker = await startEmbeddedBroker({
    tls: { server: await root.issueServer(['127.0.0.1', 'broker.example.com']) },
    refuse: (login) => (Buffer.from(login.password ?? []).toString() === password ? undefined : 703),
  });
  t.teardown(() => broker.close());
  return broker;
}

async function fileOf(t: ExecutionContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  await writeFile(path, text);
  return path;
}

interface LockedModule {
  readonly sim: CellnodeProcess;
  readonly address: string;
  readonly client: SocketClient;
}

/** A simulated module that shows its trace, and whose card waits for its PIN. */
async function lockedModule(t: ExecutionContext, ...args: readonly string[]): Promise<LockedModule> {
  const fault = `sim-wants-pin:pin=${pin}`;
  const sim = new CellnodeProcess(t, ['sim', '--trace', '--no-pty', '--tcp', '0', '--fault', fault, ...args]);
  const address = `tcp://${await sim.lineAfter('tcp ')}`;
  await sim.until(() => sim.lines.includes('ready'), 'ready');
  const client = await SocketClient.connect(t, address);
  while (!(await client.ask('AT+CPIN?', '\r\n')).includes('SIM PIN')) await client.ask('AT', 'OK');
  return { sim, address, client };
}

function said({ output, complaints }: Pick<Ending, 'output' | 'complaints'>): string {
  return `${output}${complaints}`;
}

test('cellnode run tells no password, in clear and with TLS', async (t) => {
  const broker = await guardedBroker(t);
  const ca = await fileOf(t, root.certificate);
  const login = `me:${encodeURIComponent(password)}@`;
  const run = (url = '', ...args: readonly string[]): Promise<Ending> =>
    cellnode(t, 'run', '--broker', url.replace('//', `//${login}`), ...args, '--trace', '--readings', '1');
  for (const ending of await Promise.all([run(broker.brokerUrl), run(broker.tlsUrl, '--ca', ca)])) {
    t.is(ending.status, 0, said(ending));
    t.regex(ending.output, /AT\+MQTTUSER=1,"me","•••"/);
    t.is(told(said(ending)), undefined);
  }
});

test('cellnode doctor tells no PIN and no password, nor does the trace of the module that it examines', async (t) => {
  const broker = await guardedBroker(t);
  const { sim, address } = await lockedModule(t, '--broker', broker.brokerUrl);
  const passwordFile = await fileOf(t, `${password}\n`);
  const login = ['--host', 'broker.example.com', '--user', 'me', '--password-file', passwordFile];
  const ending = await cellnode(t, 'doctor', address, '--apn', 'CMNET', '--pin', pin, ...login, '--trace');
  t.is(ending.status, 0, said(ending));
  t.regex(ending.complaints, /AT\+CPIN="•••"/);
  t.regex(ending.complaints, /AT\+MQTTUSER=1,"me","•••"/);
  t.is(told(said(ending)), undefined);
  t.is(told(said(await sim.end('SIGTERM'))), undefined);
});

test('cellnode console tells no secret of a script that comes true, with the bytes shown too', async (t) => {
  const { address, client } = await lockedModule(t);
  const play = async (...lines: readonly string[]): Promise<string> => {
    const script = await fileOf(t, lines.join('\n'));
    const ending = await cellnode(t, 'console', address, '--script', script, '--hex');
    t.is(ending.status, 0, said(ending));
    return said(ending);
  };
  const shown = await play(
    `AT+CPIN="${pin}"`,
    `AT+GTSSLFILE="CERTFILE",@${await fileOf(t, CERTIFICATE)}`,
    `AT+GTSSLFILE="KEYFILE",@${await fileOf(t, KEY)}`,
    `AT+GTSSLFILE="KEYFILE",${KEY.length}`,
    `data ${KEY.replaceAll('\n', '\\n')}`,
    `! AT+CLCK="SC",1,"${pin}";+NOPE="${password}"`,
  );
  while (!(await client.ask('AT+CGREG?', 'OK')).includes('+CGREG: 0,1')) await client.ask('AT+CSQ', 'OK');
  const connected = await play(
    'timeout 60',
    `AT+MIPCALL=1,"CMNET","me","${apnPassword}"`,
    'expect +MIPCALL: 10.*',
    `AT+MQTTUSER=1,"me","${password}"`,
    'AT+MQTTOPEN=1,"broker.example.com",1883,1,60',
    'expect +MQTTOPEN: 1,1',
    // Somebody publishes what nobody should.
    `AT+MQTTPUB=1,"t",0,0,"it is ${apnPassword}"`,
    'expect +MQTTPUB: 1,1',
  );
  for (const masked of ['AT+CPIN="•••"', 'AT+GTSSLFILE="KEYFILE"', 'bytes, not shown']) t.true(shown.includes(masked), masked);
  for (const masked of ['"CMNET","me","•••"', 'AT+MQTTUSER=1,"me","•••"']) t.true(connected.includes(masked), masked);
  t.is(told(shown), undefined);
  t.is(told(connected), undefined);
});

test('cellnode sim --web tells no secret: neither the page, early and late, nor the trace, nor what is printed', async (t) => {
  const { sim, client } = await lockedModule(t, '--web', '0');
  const origin = await sim.lineAfter('web ');
  const early = await EventClient.open(t, origin);
  const type = async (line: string, answer: string): Promise<void> => {
    client.heard = '';
    await post(origin, 'type', { text: `${line}\r` });
    await client.untilText(answer);
  };
  await type(`AT+CPIN="${pin}"`, '+SIM READY');
  while (!(await client.ask('AT+CGREG?', 'OK')).includes('+CGREG: 0,1')) await client.ask('AT+CSQ', 'OK');
  await client.ask(`AT+GTSSLFILE="KEYFILE",${KEY.length}`, '>');
  client.type(KEY);
  await client.untilText('OK');
  await type(`AT+MIPCALL=1,"CMNET","me","${apnPassword}"`, '+MIPCALL: 10.');
  await type(`AT+MQTTUSER=1,"me","${password}"`, 'OK');
  await client.ask('AT+MQTTOPEN=1,"broker.example.com",1883,1,60', '+MQTTOPEN: 1,1');
  // Somebody publishes what nobody should, and on a topic of that name.
  await type(`AT+MQTTPUB=1,"leak/${password}",0,0,"it is ${apnPassword}"`, '+MQTTPUB: 1,1');
  await early.until((events) => events.some(({ type: kind }) => kind === 'arrival'), 'the message');
  await type('AT+CGMM', 'OK');

  const late = await EventClient.open(t, origin);
  await late.until(([first]) => first?.type === 'snapshot', 'a snapshot');
  const shown = JSON.stringify([early.events, late.events]);
  t.true(shown.includes('AT+MQTTUSER=1,\\"me\\",\\"•••\\"'));
  t.true(shown.includes('it is •••'));
  t.is(told(shown), undefined);
  await sim.until(() => sim.complaints.includes('AT+CGMM after'), 'the last answer in the trace');
  t.is(told(said(await sim.end('SIGTERM'))), undefined);
});
