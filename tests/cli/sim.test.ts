import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ava, { type ExecutionContext } from 'ava';
import { startEmbeddedBroker } from '../../host-sim/broker/embedded-broker.js';
import { faults } from '../../host-sim/faults/fault-catalogue.js';
import type { Message } from '../../host-sim/broker/uplink.js';
import { Awaiter } from '../support/awaiter.js';
import { IndependentClient } from '../support/independent-client.js';
import { SerialClient } from '../support/serial-client.js';
import { SocketClient } from '../support/socket-client.js';
import { cellnode, CellnodeProcess, simulatedModule } from './cellnode-process.js';

// One after the other: each starts programs, and all of them at once are more than a small machine can take.
const test = ava.serial;

async function temporaryFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Brings the module to an open MQTT connection as the guide does (§4.1.1), command by command. */
async function openMqtt(client: SerialClient, login = ''): Promise<void> {
  await client.ask('ATE0', 'OK');
  while (!(await client.ask('AT+CGREG?', 'OK')).includes('+CGREG: 0,1')) await client.ask('AT+CSQ', 'OK');
  await client.ask('AT+MIPCALL=1,"CMNET"', '+MIPCALL: 10.');
  if (login !== '') await client.ask(login, 'OK');
  await client.ask('AT+MQTTOPEN=1,"broker.example.com",1883,1,60', '+MQTTOPEN: 1,1');
}

test('prints one line for each end and the broker, then ready; each end leads to the module', async (t) => {
  const unix = join(await temporaryFolder(t), 'module');
  const { sim, path } = await simulatedModule(t, '--tcp', '0', '--unix', unix);
  t.deepEqual(sim.lines.map((line) => line.replace(/\d+$/, 'N')), [
    'broker mqtt://127.0.0.1:N',
    'pty /dev/pts/N',
    'tcp 127.0.0.1:N',
    `unix ${unix}`,
    'ready',
  ]);
  const clients = [
    await SerialClient.open(t, path),
    await SocketClient.connect(t, `tcp://${await sim.lineAfter('tcp ')}`),
    await SocketClient.connect(t, unix),
  ];
  for (const client of clients) {
    t.true((await client.ask('AT+CGMM', 'OK')).includes('MC669-CN'));
    await client.close();
  }
});

test('one client after another has the PTY, and the module remembers', async (t) => {
  const { path } = await simulatedModule(t);
  const first = await SerialClient.open(t, path);
  await first.ask('ATE0', 'OK');
  await first.close();
  const second = await SerialClient.open(t, path);
  t.is(await second.ask('AT', 'OK\r\n'), '\r\nOK\r\n', 'no echo: the first client has switched it off');
});

test('two clients hear the same module', async (t) => {
  const { sim, path } = await simulatedModule(t, '--tcp', '0');
  const [typing, watching] = await Promise.all([
    SerialClient.open(t, path),
    SocketClient.connect(t, `tcp://${await sim.lineAfter('tcp ')}`),
  ]);
  await typing.ask('AT+CGSN', 'OK');
  t.true((await watching.untilText('OK')).includes('866123040012345'));
});

test('publishes to the broker that is asked for, and its power ends with the program', async (t) => {
  const broker = await startEmbeddedBroker();
  t.teardown(() => broker.close());
  const observer = await IndependentClient.connect(broker.brokerUrl);
  t.teardown(() => observer.close());
  const awaiter = new Awaiter();
  const received: Message[] = [];
  await observer.subscribe('#', (message) => {
    received.push(message);
    awaiter.changed();
  });
  const arrival = (topic: string): Promise<Message> =>
    awaiter.until(
      () => received.find((message) => message.topic === topic),
      topic,
      () => received.map((message) => message.topic).join(),
    );

  const { sim, path } = await simulatedModule(t, '--broker', broker.brokerUrl);
  t.is(await sim.lineAfter('broker '), broker.brokerUrl);
  const client = await SerialClient.open(t, path);
  await openMqtt(client, 'AT+MQTTWILL=1,"node/status",1,0,"lost"');
  await client.ask('AT+MQTTPUB=1,"node/readings",1,0,5', '>');
  client.type('12345');
  await client.untilText('+MQTTPUB: 1,1');
  t.is(Buffer.from((await arrival('node/readings')).payload).toString(), '12345');

  t.is((await sim.end('SIGTERM')).status, 0);
  t.is(Buffer.from((await arrival('node/status')).payload).toString(), 'lost', 'the connection is closed, without DISCONNECT');
});

test('with --tls the embedded broker takes TLS, and the certificate to trust is there for the time of the run', async (t) => {
  const { sim, path } = await simulatedModule(t, '--tls', 'mqtt.example.org');
  const trustFile = await sim.lineAfter('trust ');
  const certificate = readFileSync(trustFile, 'latin1');
  const client = await SerialClient.open(t, path);
  await client.ask('AT+GTSSLMODE=1', 'OK');
  await client.ask('AT+GTSSLVER=4', 'OK');
  await client.ask(`AT+GTSSLFILE="TRUSTFILE",${certificate.length}`, '>');
  client.type(certificate);
  await client.untilText('OK');
  await client.ask('ATE0', 'OK');
  while (!(await client.ask('AT+CGREG?', 'OK')).includes('+CGREG: 0,1')) await client.ask('AT+CSQ', 'OK');
  await client.ask('AT+MIPCALL=1,"CMNET"', '+MIPCALL: 10.');
  await client.ask('AT+MIPNTP="pool.ntp.org",123', '+MIPNTP: 1');
  await client.ask('AT+MQTTOPEN=1,"mqtt.example.org",8883,1,60,2', '+MQTTOPEN: 1,1');
  await sim.end('SIGINT');
  t.false(existsSync(trustFile));
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`ends clean at ${signal}, with a client connected`, async (t) => {
    const unix = join(await temporaryFolder(t), 'module');
    const { sim } = await simulatedModule(t, '--unix', unix);
    const client = await SocketClient.connect(t, unix);
    await client.ask('AT', 'OK');
    const { status, complaints } = await sim.end(signal);
    t.is(status, 0);
    t.is(complaints, '');
    t.false(existsSync(unix));
  });
}

test('ends clean before the module is up', async (t) => {
  const sim = new CellnodeProcess(t, ['sim']);
  await sim.lineAfter('pty ');
  const { status, output } = await sim.end('SIGINT');
  t.is(status, 0);
  t.false(output.includes('ready'));
});

test('--trace shows the traffic on stderr, with secrets masked', async (t) => {
  const { sim, path } = await simulatedModule(t, '--trace');
  const client = await SerialClient.open(t, path);
  await client.ask('AT+MQTTUSER=1,"station","a long secret"', 'OK');
  await sim.until(() => sim.complaints.includes('AT+MQTTUSER= after'), 'the result in the trace');
  t.regex(sim.complaints, /→ AT\+MQTTUSER=1,"station","•••"/);
  t.false(`${sim.output}${sim.complaints}`.includes('secret'));
});

test('another profile, another module', async (t) => {
  const { path } = await simulatedModule(t, '--profile', 'l610');
  const client = await SerialClient.open(t, path);
  t.true((await client.ask('AT+CGMM', 'OK')).includes('L610-CN'));
});

test('what cannot be is refused with what to do, and nothing is left behind', async (t) => {
  const folder = await temporaryFolder(t);
  const occupied = join(folder, 'occupied');
  await writeFile(occupied, '');
  const { sim } = await simulatedModule(t, '--tcp', '0');
  const [, port] = (await sim.lineAfter('tcp ')).split(':');
  const cases: readonly (readonly [args: readonly string[], complaint: RegExp])[] = [
    [['--tcp', '70000'], /--tcp <port>.*It must be a whole number from 0 to 65535\./],
    [['--tcp', port], /--tcp \d+: in use by another program; end it, or choose another/],
    [['--unix', occupied], /--unix .*occupied: exists already; remove it, or choose another/],
    [['--unix', join(folder, 'nowhere', 'module')], /--unix .*: there is no such folder, or it is not permitted/],
    [['--broker', 'http://example.com'], /--broker <url>.*It must be mqtt:\/\/host\[:port\] or mqtts:\/\/host\[:port\]\./],
    [
      ['--broker', 'mqtt://user:secret@127.0.0.1'],
      /--broker takes no user and password: whoever uses the module sends them with AT\+MQTTUSER/,
    ],
    [['--broker', 'mqtt://127.0.0.1', '--tls'], /--tls is for the embedded broker/],
    [['--profile', 'mc55'], /--profile <name>.*It must be one of mc66x, l610, l610-quirky\./],
    [['--seed', 'x'], /--seed <n>.*It must be a whole number/],
    [['--baud', '0'], /--baud <rate>.*It must be a whole number from 300/],
    [['--no-pty'], /--no-pty leaves no way to the module; add --tcp 0, or --unix PATH/],
    [['--fault', 'nonsense'], /--fault <fault>.*no fault "nonsense"; there are: .*sim-removed/],
    [['--fault', 'latency:delay=-1'], /--fault <fault>.*latency/],
    [['--fault', 'reboot@sometimes'], /--fault <fault>.*no duration: "sometimes"; write 500ms, 30s/],
    [['--scenario', join(folder, 'none')], /--scenario <file>.*no such file/],
    [['--scenario', occupied], /--scenario <file>.*the scenario is no JSON/],
    [['--fluxcapacitor'], /unknown option '--fluxcapacitor'/],
  ];
  for (const [args, complaint] of cases) {
    const { status, output, complaints } = await cellnode(t, 'sim', ...args);
    t.is(status, 1, args.join(' '));
    t.regex(complaints, complaint);
    t.false(complaints.includes('secret'));
    t.is(output, '');
  }
});

test('faults happen as planned, from the command line and from a file', async (t) => {
  const scenario = join(await temporaryFolder(t), 'scenario.json');
  await writeFile(scenario, JSON.stringify({ faults: [{ fault: 'reboot', after: 'AT+CGMR' }] }));
  const { sim, path } = await simulatedModule(t, '--trace', '--fault', 'sim-removed', '--scenario', scenario);
  const client = await SerialClient.open(t, path);
  await client.ask('AT+CMEE=1', 'OK');
  await client.ask('AT+CPIN?', '+CME ERROR: 10');
  client.type('AT+CGMR\r');
  await client.untilText('AT command ready');
  await client.ask('AT+CPIN?', '\r\nERROR');
  t.regex(sim.complaints, /! sim-removed injected/);
  t.regex(sim.complaints, /! reboot injected/);
});

test('cellnode faults lists what --fault takes', async (t) => {
  const { status, output } = await cellnode(t, 'faults');
  t.is(status, 0);
  for (const { name, title } of faults) t.true(output.includes(name) && output.includes(title), name);
});

test('after AT+IPR, and after a reboot, every client still understands the module', async (t) => {
  const { path } = await simulatedModule(t, '--baud', '57600');
  const client = await SerialClient.open(t, path);
  await client.ask('AT+IPR=921600', 'OK');
  t.true((await client.ask('AT+IPR?', 'OK')).includes('+IPR: 921600'));
  await client.ask('AT+CFUN=15', 'AT command ready');
  await client.ask('AT', 'OK');
  t.pass();
});
