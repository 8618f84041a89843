import test from 'ava';
import { mqttOpen } from '../../modules/fibocom/mqtt.js';
import { tlsVerification } from '../../modules/fibocom/tls.js';
import type { ConnectOptions } from '../../modules/modem/connect-options.js';
import type { BenchOptions } from './modem-bench.js';
import { TextMemory } from '../support/text-memory.js';
import { CERTIFICATE, KEY, ModemBench, NOON } from './modem-bench.js';

const OTHER = '-----BEGIN CERTIFICATE-----\nMIICszCCAVmgAwIBAgIX\n-----END CERTIFICATE-----\n';

/** What outlives the host. */
const TLS = { tls: { trust: [CERTIFICATE, CERTIFICATE], certificate: CERTIFICATE, key: KEY } };
const FILES = [
  `AT+GTSSLFILE="TRUSTFILE",${CERTIFICATE.length}`,
  `AT+GTSSLFILE="TRUSTFILE",${CERTIFICATE.length}`,
  `AT+GTSSLFILE="CERTFILE",${CERTIFICATE.length}`,
  `AT+GTSSLFILE="KEYFILE",${KEY.length}`,
];

const LOADING = ['AT+GTSSLMODE=1', ...FILES, 'AT+GTSSLMODE=1', 'AT+GTSSLVER=4'];

/** What was set and loaded since the last look. */
function tlsCommands(bench: ModemBench): string[] {
  return bench.sent().filter((line) => line.startsWith('AT+GTSSL') && !line.endsWith('?'));
}

/** Up to where the next file is announced and its data have not begun. */
function untilUpload(bench: ModemBench, file: string): void {
  bench.untilTrue(() => bench.count(`AT+GTSSLFILE="${file}"`) > 0);
}

test('verification first, as the mark that files are there, then the files, and the version last', (t) => {
  const bench = ModemBench.up(TLS);
  t.deepEqual(tlsCommands(bench), LOADING);
  t.is(bench.module.trustFiles, 2);
  t.is(bench.modem.tlsProblem, undefined);
  t.is(bench.modem.error, undefined);
});

test('the module got each byte, and uses them for a connection', (t) => {
  const bench = ModemBench.up(TLS);
  bench.modem.execute({ command: mqttOpen, values: [1, 'broker.example', 8883, 1, 60, 2], onEnd: () => undefined });
  bench.untilTrue(() => bench.uplink.connections.length > 0);
  const { tls } = bench.uplink.last.options;
  t.deepEqual(tls?.trust, [CERTIFICATE, CERTIFICATE]);
  t.is(tls?.certificate, CERTIFICATE);
  t.is(tls?.key, KEY);
  t.is(tls?.version, 4);
  t.true(tls?.isVerified);
  t.true(Math.abs((tls?.clock ?? 0) - NOON - bench.time.now()) < 1500);
});

for (const tlsVersionAtBoot of [0, 2] as const) {
  test(`exactly once per start of the module, through restarts of host and module (version ${tlsVersionAtBoot} at boot)`, (t) => {
    const memory = new TextMemory();
    const bench = ModemBench.up(TLS, { profile: { tlsVersionAtBoot } }, { memory });
    bench.sent();
    bench.restartHost({ memory });
    bench.modem.connect(TLS);
    bench.until('up');
    t.deepEqual(tlsCommands(bench), []);
    t.is(bench.modem.tlsProblem, undefined);
    t.is(bench.module.trustFiles, 2);

    bench.module.reset();
    bench.until('waking', 10_000);
    bench.until('up');
    t.is(bench.module.trustFiles, 2);
    t.is(tlsCommands(bench).length, LOADING.length);

    bench.modem.disconnect();
    bench.until('disconnected');
    bench.modem.connect(TLS);
    bench.until('up');
    t.deepEqual(tlsCommands(bench), []);
    t.is(bench.modem.tlsProblem, undefined);
  });
}

test('a context that is lost and a SIM card that is pulled load nothing again', (t) => {
  const bench = ModemBench.up(TLS);
  bench.sent();
  bench.module.dataCall.lose({ withUrc: true });
  bench.until('dialling', 1000);
  bench.until('up');
  bench.module.sim.remove();
  bench.until('sim', 1000);
  bench.module.sim.insert();
  bench.until('up');
  t.deepEqual(tlsCommands(bench), []);
});

test('a host that restarts between two files has the module forget the first, and starts over', (t) => {
  const bench = new ModemBench();
  bench.module.powerOn();
  bench.modem.connect(TLS);
  untilUpload(bench, 'CERTFILE');
  bench.restartHost();
  bench.modem.connect(TLS);
  bench.until('up', 120_000);
  t.is(bench.modem.tlsProblem, undefined);
  t.deepEqual(bench.module.trust, TLS.tls.trust);
});

test('a module that restarts between two files gets all of them', (t) => {
  const bench = new ModemBench();
  bench.module.powerOn();
  bench.modem.connect(TLS);
  untilUpload(bench, 'CERTFILE');
  bench.module.reset();
  bench.until('waking');
  bench.until('up', 120_000);
  bench.time.advance(120_000);
  t.is(bench.module.trustFiles, 2);
  t.is(bench.modem.tlsProblem, undefined);
});

test('a context that is lost between two files loads none twice', (t) => {
  const bench = new ModemBench();
  bench.module.powerOn();
  bench.modem.connect(TLS);
  untilUpload(bench, 'CERTFILE');
  bench.module.dataCall.lose({ withUrc: true });
  bench.until('dialling', 1000);
  bench.until('up');
  t.deepEqual(tlsCommands(bench), LOADING);
});

test('disconnect() in the middle of a file does not leave half of it in the module', (t) => {
  const bench = new ModemBench();
  bench.module.powerOn();
  bench.modem.connect(TLS);
  untilUpload(bench, 'TRUSTFILE');
  bench.modem.disconnect();
  bench.until('disconnected');
  bench.time.advance(10_000);
  t.is(bench.count('AT+GTSSLFILE'), 1);
  t.is(bench.module.trustFiles, 1);
  bench.modem.connect(TLS);
  bench.until('up');
  t.deepEqual(tlsCommands(bench), LOADING);
  t.is(bench.module.trustFiles, 2);
});

test('a file that loses bytes on the line keeps nobody from plain connections, and is loaded again later', (t) => {
  const bench = new ModemBench({ profile: { clockAtBoot: NOON } });
  bench.module.powerOn();
  bench.modem.connect({ tls: { trust: CERTIFICATE } });
  untilUpload(bench, 'TRUSTFILE');
  // The command line has been heard, its prompt has been answered, and the data are under way.
  bench.untilTrue(() => bench.count('-----BEGIN') > 0);
  bench.lossAhead = 10;
  bench.until('up');
  bench.time.advance(10_000);
  t.is(bench.modem.counters.timeouts, 1);
  t.is(bench.modem.tlsProblem?.code, 'tls');
  t.is(bench.modem.error?.code, 'tls');
  t.true(bench.modem.error?.isRetryable);
  t.is(bench.modem.connection, 500);
  bench.untilTrue(() => bench.modem.tlsProblem === undefined, 300_000);
  bench.time.advance(60_000);
  t.is(bench.modem.error, undefined);
});

test('other files than those in the module: it is restarted, and holds nothing else', (t) => {
  const bench = ModemBench.up(TLS);
  bench.modem.disconnect();
  bench.until('disconnected');
  bench.modem.connect({ tls: { trust: OTHER } });
  bench.until('up');
  t.is(bench.modem.tlsProblem, undefined);
  t.deepEqual(bench.module.trust, [OTHER]);
});

for (const memory of [undefined, new TextMemory()]) {
  test(`another firmware that trusts another authority, ${memory === undefined ? 'without' : 'with'} a memory`, (t) => {
    const bench = ModemBench.up({ tls: { trust: CERTIFICATE } }, {}, { memory });
    for (const trust of [OTHER, CERTIFICATE, [CERTIFICATE, OTHER], [OTHER, CERTIFICATE]]) {
      bench.restartHost({ memory });
      bench.modem.connect({ tls: { trust } });
      bench.until('up');
      t.is(bench.modem.tlsProblem, undefined);
      t.deepEqual(bench.module.trust, [trust].flat());
    }
  });
}

test('without a memory nobody knows what a module holds that has kept its power: it is restarted, and once', (t) => {
  const bench = ModemBench.up(TLS);
  bench.sent();
  bench.restartHost();
  bench.modem.connect(TLS);
  bench.until('up');
  t.is(bench.count('AT+CFUN=15'), 1);
  t.deepEqual(bench.module.trust, TLS.tls.trust);
  bench.time.advance(600_000);
  t.is(bench.modem.state, 'up');
  t.is(bench.count('AT+CFUN=15'), 1);
});

test('a memory that fails is none, and one that lies is seen through at the next start of the module', (t) => {
  const failing = {
    read: (): string => {
      throw new Error('no memory');
    },
    write: (): void => {
      throw new Error('no memory');
    },
  };
  const bench = ModemBench.up(TLS, {}, { memory: failing });
  bench.restartHost({ memory: failing });
  bench.modem.connect({ tls: { trust: OTHER } });
  bench.until('up');
  t.deepEqual(bench.module.trust, [OTHER]);
});

test('a module that refuses the restart: TLS is refused by name, and nothing is loaded beside what it holds', (t) => {
  const bench = ModemBench.up(TLS);
  bench.restartHost();
  bench.refusedBeginning = 'AT+CFUN=15';
  bench.modem.connect({ tls: { trust: OTHER } });
  bench.until('up');
  t.is(bench.modem.tlsProblem?.code, 'tls');
  t.true(bench.modem.tlsProblem?.isRetryable);
  bench.time.advance(3_600_000);
  t.deepEqual(bench.module.trust, TLS.tls.trust);
  t.is(bench.modem.tlsProblem?.code, 'tls');
  t.regex(bench.modem.error?.message ?? '', /powered off/);
  bench.module.reset();
  bench.until('waking');
  bench.until('up');
  t.is(bench.modem.tlsProblem, undefined);
  t.deepEqual(bench.module.trust, [OTHER]);
});

/** What becomes of TLS when the modem disconnects and is connected with another version. */
function asksForVersion3(bench: ModemBench): string[] {
  bench.modem.disconnect();
  bench.until('disconnected');
  bench.sent();
  bench.modem.connect({ tls: { ...TLS.tls, version: 3 } });
  bench.until('up');
  return tlsCommands(bench);
}

test('the same files with another version are set without being loaded again', (t) => {
  const bench = ModemBench.up(TLS);
  t.deepEqual(asksForVersion3(bench), ['AT+GTSSLMODE=1', 'AT+GTSSLVER=3']);
});

test('files that a host before this one has loaded are not loaded again for another version', (t) => {
  const memory = new TextMemory();
  const bench = ModemBench.up(TLS, {}, { memory });
  bench.restartHost({ memory });
  bench.modem.connect(TLS);
  bench.until('up');
  t.deepEqual(asksForVersion3(bench), ['AT+GTSSLMODE=1', 'AT+GTSSLVER=3']);
});

test('verification that somebody has switched off since is switched on again by the next host', (t) => {
  const memory = new TextMemory();
  const bench = ModemBench.up(TLS, {}, { memory });
  bench.modem.execute({ command: tlsVerification, values: [0], onEnd: () => undefined });
  bench.time.advance(1000);
  tlsCommands(bench);
  bench.restartHost({ memory });
  bench.modem.connect(TLS);
  bench.until('up');
  t.deepEqual(tlsCommands(bench), ['AT+GTSSLMODE=1', 'AT+GTSSLVER=4']);
});

test('a module that lost its power while it was silent gets its files again, boot lines or not', (t) => {
  for (const startMessages of [true, false]) {
    const bench = ModemBench.up(TLS, { profile: { startMessages } });
    bench.module.powerOff();
    bench.untilTrue(() => bench.modem.state === 'waking', 200_000);
    bench.module.powerOn();
    bench.until('up', 200_000);
    t.is(bench.modem.tlsProblem, undefined);
    t.is(bench.module.trustFiles, 2);
  }
});

for (const beginning of ['+GTSSLVER:', '+GTSSLMODE:']) {
  test(`a module that lost its power with the host gets its files again, also where its ${beginning} is lost on the line`, (t) => {
    const memory = new TextMemory();
    const bench = ModemBench.up(TLS, {}, { memory });
    bench.module.powerOff();
    bench.restartHost({ memory });
    bench.spoiltBeginning = beginning;
    bench.module.powerOn();
    bench.modem.connect(TLS);
    bench.until('up');
    t.is(bench.count(`AT${beginning.replace(':', '?')}`), 3);
    t.is(bench.modem.tlsProblem, undefined);
    t.is(bench.module.trustFiles, 2);
  });
}

test('unverified TLS by name', (t) => {
  const bench = ModemBench.up({ tls: { verify: false } });
  t.deepEqual(tlsCommands(bench), ['AT+GTSSLMODE=0', 'AT+GTSSLVER=4']);
  t.is(bench.modem.tlsProblem, undefined);
});

test('what is not verified needs no trust, and leaves none for a firmware that verifies', (t) => {
  const weak: ConnectOptions = { tls: { trust: CERTIFICATE, verify: false, version: 2 } };
  const bench = ModemBench.up(weak);
  t.is(bench.module.trustFiles, 0);
  t.is(bench.modem.tlsProblem, undefined);
  bench.restartHost();
  bench.modem.connect({ tls: { trust: OTHER } });
  bench.until('up');
  t.deepEqual(bench.module.trust, [OTHER]);
});

test('without being asked for, TLS is left alone and not offered', (t) => {
  const bench = ModemBench.up();
  t.is(bench.count('AT+GTSSL'), 0);
  t.is(bench.modem.tlsProblem?.code, 'tls');
  t.is(bench.modem.error, undefined);
});

test('how messages arrive is asked for at each start, and pushed ones are taken where the module knows no other', (t) => {
  const options: BenchOptions = { profile: { hasReceiveMode: false } };
  const bench = ModemBench.up({}, options);
  t.is(bench.modem.receiveMode, 'push');
  t.is(bench.count('AT+MQTTCONF=1'), 1);
  const other = ModemBench.up();
  t.is(other.modem.receiveMode, 'read');
});
