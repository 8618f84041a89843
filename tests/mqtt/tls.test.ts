import test from 'ava';
import type { ConnectOptions as BrokerOptions } from '../../host-sim/broker/uplink.js';
import type { ConnectOptions } from '../../modules/modem/connect-options.js';
import { VirtualBench, type VirtualBenchOptions } from '../support/virtual-bench.js';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIU\n-----END CERTIFICATE-----\n';
const TLS: ConnectOptions = { apn: 'CMNET', tls: { trust: CERTIFICATE } };

test('with TLS set up, the connection has it, on port 8883 where none is named', (t) => {
  const seen: BrokerOptions[] = [];
  const bench = new VirtualBench({ broker: { refuseTls: (options) => (seen.push(options), undefined) } }).bringUp(TLS);
  bench.connectedClient({ tls: true });
  t.is(seen.length, 1);
  t.is(seen[0].port, 8883);
  t.like(seen[0].tls, { version: 4, isVerified: true });
  t.is(seen[0].tls?.trust.length, 1);
  t.regex(bench.sent(), /AT\+MQTTOPEN=1,"broker\.example\.com",8883,1,60,2\r/);
});

test('without having been told how, TLS is refused before a byte is sent, with the reason', (t) => {
  const bench = new VirtualBench().bringUp();
  bench.sent();
  const client = bench.client({ tls: true });
  t.like(client.untilError(), { code: 'tls', message: 'connect() was not told how to set TLS up', isRetryable: false });
  bench.advance(1000);
  t.is(bench.sent(), '');
  t.deepEqual(client.events, ['error tls']);
});

test('plain connections go on without TLS', (t) => {
  const bench = new VirtualBench({ module: { profile: { ntpServers: [] } } }).bringUp(TLS);
  t.notThrows(() => bench.connectedClient());
});

test('without the time TLS is not tried, and the error says clock', (t) => {
  const bench = new VirtualBench({ module: { profile: { ntpServers: [] } } }).bringUp(TLS);
  bench.sent();
  const error = bench.client({ tls: true }).untilError();
  t.like(error, { code: 'no-time', isRetryable: true });
  t.regex(error.message, /clock/);
  bench.advance(1000);
  t.false(bench.sent().includes('MQTTOPEN'));
});

const CAUSES: readonly (readonly [codes: readonly number[], words: RegExp])[] = [
  [[-11], /not trusted.*clock/],
  [[-12, -15, -19], /client certificate or key/],
  [[-7, -8, -9, -20], /handshake failed: check TLS version and port/],
  [[-1, -99], /handshake failed/],
];

for (const [codes, words] of CAUSES) {
  test(`GTSSLERR ${codes.join(', ')}: ${words.source}`, (t) => {
    for (const code of codes) {
      const bench = new VirtualBench({ broker: { refuseTls: () => code } }).bringUp(TLS);
      const client = bench.client({ tls: true });
      const error = client.untilError();
      t.like(error, { code: 'tls', command: 'AT+MQTTOPEN=', result: String(code), isRetryable: true });
      t.regex(error.message, words);
      t.regex(error.message, new RegExp(`GTSSLERR ${code}`));
      t.deepEqual(client.events, ['error tls']);
    }
  });
}

test('a module whose clock is wrong: the handshake fails, and the error says clock', (t) => {
  // As a broker judges whose certificate was issued this year.
  const refuseTls = ({ tls }: BrokerOptions): number | undefined => ((tls?.clock ?? 0) < Date.UTC(2026, 0, 1) ? -11 : undefined);
  const options: VirtualBenchOptions = {
    broker: { refuseTls },
    module: { profile: { clockAtBoot: Date.UTC(2019, 0, 1), ntpServers: [] } },
    modem: { earliestYear: 2019 },
  };
  const bench = new VirtualBench(options).bringUp(TLS);
  const error = bench.client({ tls: true }).untilError();
  t.is(error.code, 'tls');
  t.regex(error.message, /clock/);
});

test('a refusal that is not the handshake\'s keeps its own reason, and is not asked about twice', (t) => {
  const options: VirtualBenchOptions = { broker: { refuse: () => 703 }, module: { profile: { refusalReport: 'status' } } };
  const bench = new VirtualBench(options).bringUp(TLS);
  t.like(bench.client({ tls: true }).untilError(), { code: 'connection-refused', result: '703' });
  t.is(bench.sent().split('AT+GTSSLERR?').length, 2);
  const plain = new VirtualBench(options).bringUp(TLS);
  t.like(plain.client().untilError(), { code: 'connection-refused', result: '703' });
  t.false(plain.sent().includes('GTSSLERR'));
});
