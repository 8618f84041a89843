import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ava, { type ExecutionContext } from 'ava';
import { CertificateAuthority } from '../../../host-sim/broker/certificates.js';
import { startEmbeddedBroker } from '../../../host-sim/broker/embedded-broker.js';
import { cellnode, simulatedModule } from '../cellnode-process.js';

// One after the other: each starts programs, and all of them at once are more than a small machine can take.
const test = ava.serial;

async function file(t: ExecutionContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  await writeFile(path, text);
  return path;
}

/** What was said of each check, `WRONG` and the like. */
function marks(output: string): Record<string, string> {
  const marked = /^(ok|weak|WRONG|-) +(module|SIM|signal|registration|data call|clock|TLS|MQTT) /gm;
  return Object.fromEntries([...output.matchAll(marked)].map(([, mark, check]) => [check, mark]));
}

const SECURE = ['--apn', 'CMNET', '--host', 'mqtt.example.org', '--tls'];
const HEALTHY = { module: 'ok', SIM: 'ok', signal: 'ok', registration: 'ok', 'data call': 'ok', clock: 'ok' };

test('a healthy module on a PTY, with TLS to a real broker: status 0', async (t) => {
  const { sim, path } = await simulatedModule(t, '--tls', 'mqtt.example.org');
  const ca = await sim.lineAfter('trust ');
  const { status, output, complaints } = await cellnode(t, 'doctor', path, ...SECURE, '--ca', ca);
  t.deepEqual(marks(output), { ...HEALTHY, TLS: 'ok', MQTT: 'ok' }, output);
  t.true(output.endsWith('Nothing is wrong.\n'));
  t.is(complaints, '');
  t.is(status, 0);
});

test('a certificate of another authority, found by the real handshake: status 1', async (t) => {
  const { path } = await simulatedModule(t, '--tls', 'mqtt.example.org');
  const stranger = await CertificateAuthority.create('stranger');
  const ca = await file(t, stranger.certificate);
  const { status, output } = await cellnode(t, 'doctor', path, ...SECURE, '--ca', ca);
  t.deepEqual(marks(output), { ...HEALTHY, TLS: 'WRONG', MQTT: '-' }, output);
  t.regex(output, /not trusted.*→ check that --ca is the root certificate/s);
  t.true(output.endsWith('Something is wrong: TLS.\n'));
  t.is(status, 1);
});

test('a broker that refuses the login, on TCP; the password is shown nowhere', async (t) => {
  const isRight = (password: Uint8Array | undefined): boolean => Buffer.from(password ?? []).toString() === 'right';
  const broker = await startEmbeddedBroker({ refuse: ({ password }) => (isRight(password) ? undefined : 703) });
  t.teardown(() => broker.close());
  const { sim } = await simulatedModule(t, '--tcp', '0', '--broker', broker.brokerUrl);
  const address = `tcp://${await sim.lineAfter('tcp ')}`;
  const examine = async (password: string): ReturnType<typeof cellnode> => {
    const login = ['--user', 'station', '--password-file', await file(t, `${password}\n`)];
    return cellnode(t, 'doctor', address, '--apn', 'CMNET', '--host', 'broker', '--trace', ...login);
  };
  const refused = await examine('wrong password');
  t.deepEqual(marks(refused.output), { ...HEALTHY, TLS: '-', MQTT: 'WRONG' }, refused.output);
  t.is(refused.status, 1);
  t.false(`${refused.output}${refused.complaints}`.includes('wrong password'));
  t.regex(refused.complaints, /→ AT\+MQTTOPEN=/);
  t.is((await examine('right')).status, 0);
});

/** What goes wrong, at which check that is found, and by which words. */
const TROUBLES: readonly (readonly [faults: readonly string[], check: string, words: RegExp])[] = [
  [['sim-removed'], 'SIM', /there is no SIM card.*→ insert a SIM card/s],
  [['sim-wants-pin'], 'SIM', /wants its PIN.*→ give it with --pin/s],
  [['registration-lost', 'weak-signal:level=99'], 'signal', /there is none.*→ check that the antenna/s],
  [['registration-denied'], 'registration', /denies registration.*→ ask the supplier/s],
  [['data-call-refused'], 'data call', /gives no address.*→ check the APN, WRONG was used/s],
];

test('what is wrong is found on a simulated module, whatever it is, with what to try: status 1', async (t) => {
  await Promise.all(
    TROUBLES.map(async ([faults, check, words]) => {
      const { path } = await simulatedModule(t, ...faults.flatMap((fault) => ['--fault', fault]));
      const { status, output } = await cellnode(t, 'doctor', path, '--apn', 'WRONG', '--limit', '8');
      t.is(marks(output)[check], 'WRONG', output);
      t.true(output.endsWith(`Something is wrong: ${check}.\n`), output);
      t.regex(output, words);
      t.is(status, 1);
    }),
  );
});

test('what cannot be is refused with what to do', async (t) => {
  const ca = await file(t, '-----BEGIN NONSENSE-----');
  const cases: readonly (readonly [args: readonly string[], complaint: RegExp])[] = [
    [[], /missing required argument 'port'/],
    [['/dev/nowhere'], /\/dev\/nowhere: there is no such device/],
    [['tcp://127.0.0.1'], /tcp:\/\/127\.0\.0\.1: it must be tcp:\/\/host:port/],
    [['tcp://127.0.0.1:1'], /nothing listens there; is the simulated module running\?/],
    [['/dev/null'], /\/dev\/null: it is no serial device/],
    [['/dev/null', '--tls', '--ca', ca], /--tls goes with --host NAME/],
    [['/dev/null', '--host', 'h', '--tls'], /--tls needs --ca FILE/],
    [['/dev/null', '--host', 'h', '--ca', ca], /--ca goes with --tls/],
    [['/dev/null', '--host', 'h', '--user', 'u'], /--user and --password-file go together/],
    [['/dev/null', '--ca', '/nowhere'], /--ca <file>.*no such file/],
  ];
  for (const [args, complaint] of cases) {
    const { status, output, complaints } = await cellnode(t, 'doctor', ...args);
    t.is(status, 1, args.join(' '));
    t.regex(complaints, complaint);
    t.is(output, '');
  }
  const { path } = await simulatedModule(t);
  const { status, complaints } = await cellnode(t, 'doctor', path, '--pin', 'abcd');
  t.is(status, 1);
  t.regex(complaints, /pin: must be digits/);
});
