import { inspect } from 'node:util';
import test from 'ava';
import { AtTrace } from '../../host-sim/trace/at-trace.js';
import { formatEntry } from '../../host-sim/trace/format-entry.js';
import type { TraceEntry } from '../../host-sim/trace/trace-entry.js';
import type { SimulatedModuleOptions } from '../../host-sim/module/simulated-module.js';
import type { RecoveryEvent } from '../../modules/modem/recovery/recovery-event.js';
import { NodeBench } from '../firmware/node-bench.js';
import { CANARIES, CERTIFICATE, KEY, told } from './canaries.js';

const MINUTE = 60_000;

/** Everything that an error, or another value, can be made to say. */
function aloud(value: unknown): string {
  const own = value instanceof Error ? [value.message, value.stack, ...Object.values(value)] : [];
  return [String(value), JSON.stringify(value), inspect(value, { showHidden: true, depth: 6, getters: true }), ...own].join('\n');
}

/** A node with a canary in the place of every secret, through an hour of what goes wrong, and all that comes out of it. */
function saidIn(module: Partial<SimulatedModuleOptions>, happens: (bench: NodeBench) => void): string {
  const said: string[] = [];
  const trace = new AtTrace();
  const shown = (entry: TraceEntry): string => formatEntry(entry);
  const recovered = (event: RecoveryEvent): void => void said.push(aloud(event));
  const bench = new NodeBench(
    {
      network: {
        apn: 'CMNET',
        user: 'me',
        password: CANARIES.apnPassword,
        pin: CANARIES.pin,
        tls: { trust: CERTIFICATE, certificate: CERTIFICATE, key: KEY },
      },
      broker: { host: 'broker.example.com', tls: true, user: 'sensor', password: CANARIES.password },
    },
    { onProgress: (...event) => void said.push(aloud(event)), modem: { recovery: { onRecovery: recovered } } },
    { sim: { pin: CANARIES.pin }, ...module },
  );
  bench.uart.onTraffic = (direction, bytes) => {
    for (const byte of bytes) said.push(...trace.take(direction, Uint8Array.of(byte), bench.time.now()).map(shown));
  };
  bench.node.start();
  bench.time.advance(2 * MINUTE);
  happens(bench);
  bench.time.advance(20 * MINUTE);
  said.push(aloud(bench.node.modem.error), aloud(bench.node), aloud(bench.node.modem), ...trace.end().map(shown));
  return said.join('\n');
}

const MISFORTUNES: Readonly<Record<string, (bench: NodeBench) => void>> = {
  nothing: () => undefined,
  'the module restarts': (bench) => bench.module.reset(),
  'the module loses its power': (bench) => bench.module.powerOff(),
  'the SIM card is pulled': (bench) => bench.module.sim.remove(),
  'the broker goes away': (bench) => bench.broker.goAway(5 * MINUTE),
  'the context is lost': (bench) => bench.module.dataCall.lose({ withUrc: true }),
};

for (const [name, happens] of Object.entries(MISFORTUNES)) {
  test(`no secret is in the trace, an error, a progress or recovery event: ${name}`, (t) => {
    const text = saidIn({}, happens);
    t.regex(text, /AT\+CPIN="•••"/);
    t.regex(text, /AT\+MIPCALL=1,"CMNET","me","•••"/);
    t.is(told(text), undefined);
  });
}

test('nor where the module refuses what holds it', (t) => {
  for (const refused of ['AT+CPIN=', 'AT+MIPCALL=', 'AT+MQTTUSER=', 'AT+GTSSLFILE=']) {
    const hook = {
      onCommand: (command: string) => {
        const refusal = command === refused ? ('syntax' as const) : undefined;
        return { isIgnored: false, delay: 0, refusal };
      },
      onSpoken: (spoken: { readonly bytes: Uint8Array }, write: (bytes: Uint8Array) => void) => write(spoken.bytes),
    };
    const text = saidIn({ hook }, () => undefined);
    t.true(text.includes(refused), refused);
    t.is(told(text), undefined, refused);
  }
});
