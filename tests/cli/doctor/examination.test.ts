import test from 'ava';
import { ModelBroker } from '../../../host-sim/broker/model-broker.js';
import { Examination, type ExaminationOptions } from '../../../host-sim/cli/doctor/examination.js';
import { CHECKS, type Check, type Finding } from '../../../host-sim/cli/doctor/finding.js';
import { createFaultyModule } from '../../../host-sim/faults/faulty-module.js';
import type { SimulatedModuleOptions } from '../../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../../host-sim/uart/virtual-uart.js';

const NOON = Date.UTC(2026, 5, 1, 12);
const HOUR = 3_600_000;
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIU\n-----END CERTIFICATE-----\n';

interface Case {
  /** By their names. */
  readonly faults?: readonly string[];
  readonly module?: Partial<Omit<SimulatedModuleOptions, 'time' | 'line' | 'uplink'>>;
  readonly options?: Partial<ExaminationOptions>;
  readonly isOff?: boolean;
}

/** Examines a simulated module in virtual time, to the end. */
function examine({ faults = [], module: moduleOptions, options, isOff = false }: Case): {
  findings: readonly Finding[];
  of: (check: Check) => Finding;
  sent: string;
} {
  const time = new VirtualTime();
  const uart = new VirtualUart({ time });
  const { module, faults: injector } = createFaultyModule({
    utcNow: () => NOON + time.now(),
    ...moduleOptions,
    time,
    uplink: new ModelBroker({ time }).uplink(),
    line: uart.module,
  });
  let sent = '';
  uart.onTraffic = (direction, bytes) => {
    if (direction === 'to-module') sent += Buffer.from(bytes).toString('latin1');
  };
  for (const name of faults) injector.inject(name);
  if (!isOff) module.powerOn();
  const findings: Finding[] = [];
  let hasEnded = false;
  new Examination(
    {
      serial: { io: uart.Serial },
      time,
      apn: 'CMNET',
      registrationLimit: 180_000,
      broker: { host: 'broker.example.com', id: 'doctor' },
      ...options,
    },
    (finding) => findings.push(finding),
    () => {
      hasEnded = true;
    },
  );
  if (!time.runUntil(() => hasEnded, HOUR)) throw new Error(`no end: ${JSON.stringify(findings)}`);
  const of = (check: Check): Finding => {
    const finding = findings.find((candidate) => candidate.check === check);
    if (finding === undefined) throw new Error(`nothing said of ${check}`);
    return finding;
  };
  return { findings, of, sent };
}

function verdicts({ findings }: { findings: readonly Finding[] }): Record<string, string> {
  return Object.fromEntries(findings.map(({ check, verdict }) => [check, verdict]));
}

const HEALTHY = {
  module: 'good',
  SIM: 'good',
  signal: 'good',
  registration: 'good',
  'data call': 'good',
  clock: 'good',
  TLS: 'skipped',
  MQTT: 'good',
};

/** All before the check are good, all behind are skipped. */
function wrongAt(check: Check, tls = false): Record<string, string> {
  const at = CHECKS.indexOf(check);
  return Object.fromEntries(
    CHECKS.map((name, index) => {
      if (index === at) return [name, 'wrong'];
      return [name, index > at || (name === 'TLS' && !tls) ? 'skipped' : 'good'];
    }),
  );
}

test('a healthy module: everything is said once, in order, and nothing is wrong', (t) => {
  const result = examine({});
  t.deepEqual(result.findings.map(({ check }) => check), [...CHECKS]);
  t.deepEqual(verdicts(result), HEALTHY);
  t.true(result.of('module').text.includes('866123040012345'));
  t.is(result.of('signal').text, '-73 dBm, moderate');
  t.is(result.of('registration').text, 'home, CHN-UNICOM');
  t.regex(result.of('clock').text, /^2026-06-01T12:00:\d\dZ$/);
});

test('leaves the module without connection and address', (t) => {
  const { sent } = examine({});
  t.true(sent.indexOf('AT+MQTTCLOSE=1') > sent.indexOf('AT+MQTTOPEN='));
  t.true(sent.includes('AT+MIPCALL=0'));
});

test('with TLS, the broker is verified', (t) => {
  t.deepEqual(verdicts(examine({ options: { trust: CERTIFICATE } })), { ...HEALTHY, TLS: 'good' });
});

test('without a broker to try, the rest is examined', (t) => {
  t.deepEqual(verdicts(examine({ options: { broker: undefined } })), { ...HEALTHY, MQTT: 'skipped' });
});

test('the right PIN is entered, once', (t) => {
  const result = examine({ module: { sim: { pin: '4711' } }, options: { pin: '4711' } });
  t.deepEqual(verdicts(result), HEALTHY);
  t.is(result.sent.split('4711').length, 2);
});

test('a weak signal is said, and is nothing wrong', (t) => {
  const result = examine({ module: { network: { signal: 4 } } });
  t.deepEqual(verdicts(result), { ...HEALTHY, signal: 'weak' });
  t.regex(result.of('signal').advice.join(), /antenna/);
});

const PROBLEMS: readonly (readonly [title: string, given: Case, at: Check, text: RegExp, advice: RegExp])[] = [
  ['no power', { isOff: true }, 'module', /does not answer|does not come up/, /PWRKEY.*--baud/s],
  ['no SIM card', { module: { sim: { isInserted: false } } }, 'SIM', /no SIM card/, /insert a SIM card/],
  [
    'a SIM card that is never ready',
    { module: { profile: { timing: { simReady: [9e7, 9e7] } } } },
    'SIM',
    /does not become ready/,
    /cannot read it/,
  ],
  ['PIN wanted', { module: { sim: { pin: '4711' } } }, 'SIM', /wants its PIN/, /--pin/],
  [
    'wrong PIN',
    { module: { sim: { pin: '4711' } }, options: { pin: '1234' } },
    'SIM',
    /refused the PIN/,
    /third wrong one locks/,
  ],
  ['no signal', { module: { network: { signal: 99, registration: 2 } } }, 'signal', /there is none/, /antenna/],
  ['no network', { module: { network: { registration: 2 } } }, 'registration', /no registration within/, /--limit 420.*phone/s],
  ['denied', { faults: ['registration-denied'] }, 'registration', /denies registration/, /active, has credit.*roaming/s],
  [
    'denied until the limit',
    { faults: ['registration-denied'], options: { registrationLimit: 15_000 } },
    'registration',
    /denies registration/,
    /active, has credit/,
  ],
  [
    'wrong APN',
    { faults: ['data-call-refused'], options: { apn: 'WRONG' } },
    'data call',
    /gives no address/,
    /APN, WRONG was used.*CMNET/s,
  ],
  [
    'wrong APN, told by an error',
    { faults: ['data-call-refused'], module: { profile: { dialFailure: 'final' } }, options: { apn: undefined } },
    'data call',
    /gives no address/,
    /name the APN with --apn/,
  ],
  [
    'broker refuses the login',
    { faults: ['refuses-login'] },
    'MQTT',
    /broker not reached or connection refused/,
    /--user and the password/,
  ],
  [
    'broker refuses the login, and the module says why',
    { faults: ['refuses-login'], module: { profile: { refusalReport: 'appended' } } },
    'MQTT',
    /bad user or password/,
    /--user and the password/,
  ],
  [
    'broker not reached',
    { faults: ['broker-unreachable'] },
    'MQTT',
    /broker not reached/,
    /broker\.example\.com is right.*1883/s,
  ],
  [
    'certificate of an unknown authority',
    { faults: ['certificate-unknown'], options: { trust: CERTIFICATE } },
    'TLS',
    /not trusted/,
    /--ca is the root certificate.*names broker\.example\.com/s,
  ],
  ['no TLS at the port', { faults: ['handshake-fails'], options: { trust: CERTIFICATE } }, 'TLS', /handshake failed/, /8883/],
  [
    'no room for the certificate',
    { faults: ['tls-memory-full'], options: { trust: CERTIFICATE } },
    'TLS',
    /TLS could not be set up/,
    /./,
  ],
];

for (const [title, given, at, text, advice] of PROBLEMS) {
  test(`${title}: said in plain words, with what to try`, (t) => {
    const result = examine(given);
    t.deepEqual(verdicts(result), wrongAt(at, given.options?.trust !== undefined));
    t.regex(result.of(at).text, text);
    t.regex(result.of(at).advice.join('\n'), advice);
  });
}

test('a clock that nobody sets is wrong, and TLS cannot be; without TLS the rest is tried', (t) => {
  const faults = ['time-servers-silent'];
  const plain = examine({ faults });
  t.deepEqual(verdicts(plain), { ...HEALTHY, clock: 'wrong' });
  t.regex(plain.of('clock').advice.join(), /NTP/);
  const secure = examine({ faults, options: { trust: CERTIFICATE } });
  t.deepEqual(verdicts(secure), { ...HEALTHY, clock: 'wrong', TLS: 'wrong', MQTT: 'skipped' });
});

test('a card that is read late is no finding', (t) => {
  const result = examine({ module: { profile: { timing: { simReady: [12_000, 12_000] } } } });
  t.deepEqual(verdicts(result), HEALTHY);
});

test('an IMEI with a wrong check digit is told, and is nothing wrong', (t) => {
  const told = (imei: string): Finding => examine({ module: { profile: { imei } } }).of('module');
  t.is(told('490154203237518').text.endsWith('IMEI 490154203237518'), true);
  t.regex(told('490154203237517').text, /IMEI 490154203237517 \(its last digit is not the check digit/);
  t.is(told('490154203237517').verdict, 'good');
});
