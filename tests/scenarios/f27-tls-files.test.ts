import type { ConnectOptions, TlsOptions } from '../../host-sim/broker/uplink.js';
import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIU\n-----END CERTIFICATE-----\n';
const CONFIGURATION = {
  network: { tls: { trust: CERTIFICATE } },
  broker: { host: 'broker.example.com', tls: true },
} as const;

function uploads(sent: string): number {
  return sent.split('AT+GTSSLFILE="TRUSTFILE"').length - 1;
}

onEveryProfile('F27: certificates are loaded exactly once for each start of the module', (t, profile) => {
  let remembered = '';
  const memory = { read: () => remembered, write: (text: string) => void (remembered = text) };
  const bench = ScenarioBench.online(profile, { configuration: CONFIGURATION, node: { modem: { memory } } });
  t.is(uploads(bench.sent()), 1);
  for (const name of ['reboot', 'reboot-unannounced']) {
    bench.faults.inject(name);
    bench.time.advance(2 * MINUTE);
    recovers(t, bench, 2 * MINUTE);
    t.is(uploads(bench.sent()), 1, name);
    t.is(bench.module.trustFiles, 1);
  }
  for (const name of ['broker-closes', 'data-call-lost', 'connection-dead']) {
    bench.faults.inject(name);
    bench.time.advance(2 * MINUTE);
    recovers(t, bench, 2 * MINUTE);
    t.is(uploads(bench.sent()), 0, name);
  }
  // By now no completion can come of the slot that had the dead connection.
  bench.time.advance(14 * MINUTE);
  bench.restartHost();
  bench.until(() => bench.node.statistics.delivered > 0, 'the new host publishes');
  t.is(uploads(bench.sent()), 0);
  t.is(bench.module.trustFiles, 1);
});

onEveryProfile('F27: files that the module has forgotten without a reboot are loaded again, before the next connection', (t, profile) => {
  const handshakes: (TlsOptions | undefined)[] = [];
  const broker = {
    refuseTls({ tls }: ConnectOptions): undefined {
      handshakes.push(tls);
    },
  };
  const bench = ScenarioBench.online(profile, { configuration: CONFIGURATION, broker });
  bench.sent();
  for (const loss of ['broker-closes', 'connection-dead', 'data-call-lost']) {
    bench.faults.inject('tls-files-forgotten');
    bench.faults.inject(loss);
    bench.time.advance(30 * SECOND);
    bench.faults.liftAll();
    recovers(t, bench, 5 * MINUTE, 2 * MINUTE);
    t.is(uploads(bench.sent()), 1, loss);
  }
  t.true(handshakes.length >= 4);
  for (const tls of handshakes) t.like(tls, { version: 4, isVerified: true, trust: { length: 1 } });
});

onEveryProfile('F27: a memory for files that is full is named, and no clear text goes out instead', (t, profile) => {
  const bench = new ScenarioBench(profile, { configuration: CONFIGURATION });
  bench.faults.inject('tls-memory-full');
  bench.node.start();
  bench.time.advance(3 * MINUTE);
  t.is(bench.readings().length, 0);
  t.is(bench.node.modem.error?.code, 'tls');
  bench.faults.lift('tls-memory-full');
  recovers(t, bench, 15 * MINUTE);
});
