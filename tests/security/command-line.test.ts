import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ava from 'ava';
import { startEmbeddedBroker } from '../../host-sim/broker/embedded-broker.js';
import { cellnode, CellnodeProcess } from '../cli/cellnode-process.js';
import { SocketClient } from '../support/socket-client.js';
import { CANARIES, KEY, told } from './canaries.js';

// One after the other: each starts programs.
const test = ava.serial;

const { password, pin } = CANARIES;
const encoded = encodeURIComponent(password);

test('no secret is in what a refused command line prints', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'secret');
  await writeFile(file, `${password}\n${KEY}`);
  const nowhere = join(folder, 'nowhere');
  for (const args of [
    ['run', '--broker', `mqtt://me:${encoded}@127.0.0.1:1`, '--readings', '1', '--limit', '5'],
    ['run', '--broker', `mqtts://me:${encoded}@127.0.0.1:1`],
    ['run', '--broker', `http://me:${encoded}@127.0.0.1`],
    ['run', '--broker', `mqtt://me:${encoded}@[`],
    ['run', '--broker', `mqtt://me:%${password}@127.0.0.1:1`],
    ['run', '--broker', `mqtts://me:${encoded}@127.0.0.1:1`, '--ca', file, '--readings', '1', '--limit', '5'],
    ['sim', '--broker', `mqtt://me:${encoded}@127.0.0.1`],
    ['sim', '--scenario', file],
    ['doctor', nowhere, '--pin', pin],
    ['doctor', nowhere, '--host', 'h', '--user', 'me', '--password-file', file],
    ['doctor', nowhere, '--host', 'h', '--user', 'me', '--password', password],
    ['console', nowhere],
  ]) {
    const program = new CellnodeProcess(t, args);
    // A console reads all that it is to do before it opens its port.
    program.close();
    const { status, output, complaints } = await program.ended();
    t.not(status, 0, args.join(' '));
    t.is(told(`${output}${complaints}`), undefined, args.join(' '));
  }
});

test('a login that cannot be sent ends cellnode run with one line that says why', async (t) => {
  const broker = await startEmbeddedBroker();
  t.teardown(() => broker.close());
  for (const [login, why] of [
    [`me:${encoded}%0D%0AAT%2BCFUN=15`, /^error: password: must not hold control characters such as CR and LF/],
    [`me:%22${encoded}`, /^error: password: must not hold a double quote/],
    [`:${encoded}`, /^error: broker\.user: is required with password/],
  ] as const) {
    const { status, complaints, output } = await cellnode(t, 'run', '--broker', broker.brokerUrl.replace('//', `//${login}@`));
    t.is(status, 1);
    t.regex(complaints, why);
    t.is(complaints.trim().split('\n').length, 1, complaints);
    t.is(told(`${output}${complaints}`), undefined);
  }
});

test('no secret is in the trace of a simulated module that somebody talks to', async (t) => {
  const sim = new CellnodeProcess(t, ['sim', '--no-pty', '--tcp', '0', '--trace']);
  const client = await SocketClient.connect(t, `tcp://${await sim.lineAfter('tcp ')}`);
  await sim.until(() => sim.lines.includes('ready'), 'ready');
  await client.ask(`AT+CPIN="${pin}"`, 'ERROR');
  while (!(await client.ask('AT+CGREG?', 'OK')).includes('+CGREG: 0,1')) await client.ask('AT+CSQ', 'OK');
  await client.ask(`AT+MIPCALL=1,"a","me","${CANARIES.apnPassword}"`, 'OK');
  await client.ask(`AT+MQTTUSER=1,"me","${password}"`, 'OK');
  await client.ask(`AT+GTSSLFILE="KEYFILE",${KEY.length}`, '>');
  client.type(KEY);
  await client.untilText('OK');
  await client.ask('AT+CGMM', 'OK');
  await sim.until(() => sim.complaints.includes('AT+CGMM after'), 'the last answer in the trace');
  const { output, complaints } = await sim.end('SIGTERM');
  t.regex(complaints, /AT\+MQTTUSER=1,"me","•••"/);
  t.is(told(`${output}${complaints}`), undefined);
});
