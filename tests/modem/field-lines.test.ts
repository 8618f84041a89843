import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { ProfileOptions } from '../../host-sim/module/profile.js';
import type { RegistrationWord } from '../../modules/modem/registration.js';
import type { ConnectOptions } from '../../modules/modem/connect-options.js';
import type { ModemOptions } from '../../modules/modem/modem.js';
import { utf8 } from '../support/bytes.js';
import { NO_STRAY_WORDS } from '../support/voice.js';
import { check } from '../property.js';
import { CERTIFICATE, ModemBench, NOON, type BenchOptions } from './modem-bench.js';
import { ReplacedLines, type Replacements } from './replaced-lines.js';

/** Lines from reports and logs of real modules, in the place of the simulated module's own. */

function started(
  replacements: Replacements,
  { connect, module, modem }: { connect?: ConnectOptions; module?: BenchOptions; modem?: Partial<ModemOptions> } = {},
): { readonly bench: ModemBench; readonly lines: ReplacedLines } {
  const lines = new ReplacedLines(replacements);
  const bench = new ModemBench({ ...module, profile: { ...NO_STRAY_WORDS, ...module?.profile }, hook: lines }, modem);
  bench.module.powerOn();
  bench.modem.connect(connect ?? {});
  return { bench, lines };
}

function up(replacements: Replacements, options?: Parameters<typeof started>[1]): ModemBench {
  const { bench } = started(replacements, options);
  bench.until('up');
  return bench;
}

function said(bench: ModemBench, ...lines: readonly string[]): void {
  bench.uart.module.write(utf8(lines.map((line) => `\r\n${line}\r\n`).join('')));
}

const REGISTRATIONS: readonly (readonly [title: string, word: RegistrationWord, replacements: Replacements])[] = [
  [
    'with a routing area',
    'home',
    {
      'AT+CEREG?': ['+CEREG: 2,0'],
      'AT+CGREG?': ['+CGREG: 2,1,"17E0","00359D48",3,"00"'],
      'AT+CREG?': ['+CREG: 2,1,"17E0","00359D48",3'],
      '+CGREG': ['+CGREG: 1,"17E0","00359D48",3,"00"'],
      '+CEREG': [],
    },
  ],
  [
    'without quotes',
    'home',
    {
      'AT+CEREG?': ['+CEREG: 2,1,DF16,2C69938'],
      'AT+CGREG?': ['+CGREG: 2,1,DF16,2C69938'],
      'AT+CREG?': ['+CREG: 2,1,DF16,2C69938'],
      '+CEREG': ['+CEREG: 1,DF16,2C69938'],
      '+CGREG': ['+CGREG: 1,DF16,2C69938'],
      '+CREG': ['+CREG: 1,DF16,2C69938'],
    },
  ],
  [
    'with empty fields behind',
    'roaming',
    {
      'AT+CEREG?': ['+CEREG: 4,5,"07E5","0F469715",7,,,"00001000",'],
      'AT+CGREG?': ['+CGREG: 2,4'],
      'AT+CREG?': ['+CREG: 2,7,"07E5","0F469715",7'],
      '+CEREG': [],
      '+CGREG': [],
      '+CREG': [],
    },
  ],
];

for (const [title, word, replacements] of REGISTRATIONS) {
  test(`a registration ${title} is one`, (t) => {
    const bench = up(replacements);
    t.is(bench.modem.registration, word);
    t.is(bench.modem.counters.anomalies, 0);
  });
}

for (const line of ['+CGREG: 1,"17E0","00359D48",3,"00"', '+CGREG: 1,DF16,2C69938', '+CEREG: 5,"07E5","0F469715",7,,,"00001000",']) {
  test(`a registration that only a URC tells of: ${line}`, (t) => {
    const { bench, lines } = started({ 'AT+CEREG?': ['+CEREG: 2,2'], 'AT+CGREG?': ['+CGREG: 2,2'], '+CEREG': [], '+CGREG': [] });
    bench.until('registering');
    bench.time.advance(60_000);
    t.is(bench.modem.registration, 'searching');
    lines.replacements = { 'AT+CEREG?': [], 'AT+CGREG?': [], '+CEREG': [], '+CGREG': [] };
    said(bench, line);
    bench.until('up', 3000);
    t.is(bench.modem.registration, line.startsWith('+CEREG') ? 'roaming' : 'home');
  });
}

test('a level of functionality with a field more is that level', (t) => {
  const { bench, lines } = started({}, { modem: { powerSaving: { radioOff: true } } });
  lines.reshape = (line, command) => (command === 'AT+CFUN?' ? line.replace(/(\d)\r/, '$1,0\r') : line);
  bench.until('up');
  bench.modem.disconnect();
  bench.until('disconnected');
  bench.sent();
  bench.modem.connect();
  bench.until('up', 15_000);
  t.is(bench.count('AT+CFUN=1'), 1);
});

for (const word of ['NOT INSERTED', 'SIM NOT INSERTED', '"NOT INSERTED"', 'SIM REMOVED', 'not inserted', 'NO SIM CARD']) {
  test(`+CPIN: ${word} is a card that is not there, and is tried again`, (t) => {
    const { bench, lines } = started({ 'AT+CPIN?': [`+CPIN: ${word}`] });
    bench.untilTrue(() => bench.modem.error !== undefined);
    t.like(bench.modem.error, { code: 'sim-absent', isRetryable: true });
    t.is(bench.modem.sim, 'absent');
    lines.replacements = {};
    bench.until('up', 20_000);
    t.is(bench.modem.error, undefined);
  });
}

for (const word of ['NOT READY', 'SIM BUSY', 'BUSY', 'INIT', 'UNKNOWN']) {
  test(`+CPIN: ${word} is a card that is not ready yet`, (t) => {
    const { bench, lines } = started({ 'AT+CPIN?': [`+CPIN: ${word}`] });
    bench.untilTrue(() => bench.modem.sim === 'busy');
    t.deepEqual(bench.errors, []);
    lines.replacements = {};
    bench.until('up', 20_000);
    t.deepEqual(bench.errors, []);
  });
}

for (const [word, sim] of [['SIM FAILURE', 'failure'], ['PH-NET PIN', 'locked'], ['SIM PIN2', 'locked'], ['SIM PUK', 'puk']] as const) {
  test(`+CPIN: ${word} is ${sim}`, (t) => {
    const { bench } = started({ 'AT+CPIN?': [`+CPIN: ${word}`] });
    bench.untilTrue(() => bench.modem.error !== undefined);
    t.is(bench.modem.sim, sim);
    t.is(bench.modem.error?.isRetryable, sim === 'failure');
  });
}

for (const [words, sim] of [
  ['SIM not inserted', 'absent'],
  ['"SIM not inserted"', 'absent'],
  ['SIM not inserted.', 'absent'],
  ['U(SIM) not inserted', 'absent'],
  ['USIM not inserted', 'absent'],
  ['SIM_NOT_INSERTED', 'absent'],
  ['10,"SIM not inserted"', 'absent'],
  ['(u)sim FAILURE', 'failure'],
  ['SIM failure', 'failure'],
  ['SIM PUK required', 'puk'],
  ['SIM PIN required', 'pin'],
] as const) {
  test(`+CME ERROR: ${words} says it in words`, (t) => {
    const { bench } = started({ 'AT+CPIN?': [`+CME ERROR: ${words}`] });
    bench.untilTrue(() => bench.modem.error !== undefined, 10_000);
    t.is(bench.modem.sim, sim);
    t.is(bench.modem.error?.code, sim === 'absent' || sim === 'failure' ? 'sim-absent' : sim === 'pin' ? 'sim-pin' : 'sim-puk');
  });
}

for (const [line, utc] of [
  ['+CCLK: "2026/03/01,08:00:10+32"', Date.UTC(2026, 2, 1, 0, 0, 10)],
  ['+CCLK: 26/03/01,08:00:10+32', Date.UTC(2026, 2, 1, 0, 0, 10)],
  ['+CCLK: 2026/03/01,08:00:10-04', Date.UTC(2026, 2, 1, 9, 0, 10)],
  ['+CCLK: "26/03/01,08:00:10+32",0', Date.UTC(2026, 2, 1, 0, 0, 10)],
] as const) {
  test(`the time of day is ${line}`, (t) => {
    const bench = up({ 'AT+CCLK?': [line] }, { connect: { tls: { trust: CERTIFICATE }, timeServers: [] }, modem: { earliestYear: 2026 } });
    const now = bench.modem.now();
    t.true(bench.modem.isClockSet);
    t.true(now !== undefined && now >= utc && now < utc + 30_000, `${now}`);
  });
}

test('a module that leaves its zone beside the digits of UTC, once a time server has set them', (t) => {
  const lines = new ReplacedLines();
  const bench = new ModemBench({ hook: lines, profile: { quarterHours: 44, clockForm: 'yy/MM/dd,hh:mm:ss±zz', quotedValues: 'specified' } });
  const wrong = (): number => (bench.modem.now() ?? 0) - NOON - bench.time.now();
  bench.module.powerOn();
  bench.modem.connect({});
  bench.until('up');
  t.true(Math.abs(wrong()) < 2000);
  // After its restart the time server's digits are UTC.
  lines.reshape = (line, command) => {
    if (command !== 'AT+CCLK?' || line.includes('"70')) return line;
    const utc = new Date(NOON + bench.time.now()).toISOString();
    return `\r\n+CCLK: "${utc.slice(2, 10).replaceAll('-', '/')},${utc.slice(11, 19)}+44"\r\n`;
  };
  bench.module.reset();
  bench.until('waking');
  bench.until('up');
  t.true(Math.abs(wrong()) < 2000, `${wrong()}`);
  bench.time.advance(3 * 3_600_000);
  t.true(Math.abs(wrong()) < 2000, `${wrong()}`);
  t.is(bench.modem.utcOffset, 660);
  // The network writes local digits again.
  lines.reshape = (line) => line;
  bench.time.advance(3 * 3_600_000);
  t.true(Math.abs(wrong()) < 2000, `${wrong()}`);
});

test('names stand behind a prefix, within quotes and before others', (t) => {
  const bench = up({
    'AT+CGSN': ['+CGSN: "866123040012345"'],
    'AT+CGMM': ['+CGMM: "L850 LTE Module","L850"'],
    'AT+CGMR': ['+CGMR: "18500.5001.00.05.27.16"'],
    'AT+CCID': ['89860A21249930012345'],
  });
  const { imei, model, revision, iccid } = bench.modem;
  t.deepEqual([imei, model, revision, iccid], ['866123040012345', 'L850 LTE Module', '18500.5001.00.05.27.16', '89860A21249930012345']);
});

test('the simulated module tells its names in that form, too', (t) => {
  const bench = ModemBench.up({}, { profile: { identityForm: 'prefixed' } });
  const { imei, model, revision } = bench.modem;
  t.deepEqual([imei, model, revision], ['866123040012345', 'MC669-CN', '18001.1000.00.01.01.01']);
});

for (const word of ['SMS DONE', 'RING', 'Call Ready', 'AT READY', 'DST: 0', 'NO CARRIER', '123456', '+CSQ: 9,99', '86612304001234', '8661230400123456', '89860321249930012345']) {
  test(`"${word}" before the IMEI is none`, (t) => {
    const bench = up({ 'AT+CGSN': [word, '866123040012345'] });
    t.is(bench.modem.imei, '866123040012345');
  });
}

for (const word of ['SMS DONE', 'RING', 'Call Ready', '866123040012345', '123456', '8986032124993001234567X', '8886032124993001234']) {
  test(`"${word}" before the ICCID is none`, (t) => {
    const bench = up({ 'AT+CCID': [word, '+CCID: 89860321249930012345'] });
    t.is(bench.modem.iccid, '89860321249930012345');
  });
}

test('a lock of the network is no PIN of the card, in words either', (t) => {
  const { bench } = started({ 'AT+CPIN?': ['+CME ERROR: PH-SIM PIN required'] }, { connect: { pin: '1234' } });
  bench.untilTrue(() => bench.modem.error !== undefined);
  t.is(bench.count('AT+CPIN='), 0);
});

for (const [line, RSSI] of [
  ['+CSQ: 20', -73],
  ['+CSQ: 20,', -73],
  ['+CSQ: 20,255', -73],
  ['+CSQ: 20,99,1', -73],
  ['+CSQ: 199,99', undefined],
] as const) {
  test(`${line} is a signal`, (t) => {
    const bench = up({ 'AT+CSQ': [line] });
    t.is(bench.modem.RSSI, RSSI);
    t.is(bench.modem.counters.anomalies, 0);
  });
}

const VENDOR_URCS = ['^SIMST: 1', '*PSUTTZ: 26,3,1', '%NWSTAT: 1', '$QCSIMSTAT: 1,0'];

for (const word of ['SMS DONE', 'RING', 'Call Ready', 'AT READY', 'DST: 0', 'NO CARRIER', 'SIM READY', 'PBREADY', ...VENDOR_URCS]) {
  test(`"${word}" before model and revision is neither`, (t) => {
    const bench = up({ 'AT+CGMM': [word, 'L610-CN'], 'AT+CGMR': [word, '16000.1000'] });
    t.deepEqual([bench.modem.model, bench.modem.revision], ['L610-CN', '16000.1000']);
  });
}

test('a module that tells no IMEI has none', (t) => {
  t.is(up({ 'AT+CGSN': ['SMS DONE'] }).modem.imei, undefined);
});

for (const noAddressReport of ['state', 'state-address', 'state-addresses'] as const) {
  test(`an address that is gone is noticed at once, told as ${noAddressReport}`, (t) => {
    const profile: ProfileOptions = { noAddressReport };
    const bench = ModemBench.up({}, { profile });
    bench.time.advance(120_000);
    bench.module.dataCall.lose({ withUrc: true });
    bench.untilTrue(() => bench.modem.connection < 500, 100);
    bench.until('up');
    bench.module.dataCall.lose({ withUrc: false });
    bench.untilTrue(() => bench.modem.connection < 500, 70_000);
    bench.until('up');
    bench.modem.disconnect();
    bench.until('disconnected', 5000);
    t.pass();
  });
}

for (const line of ['+MIPCALL: 0,0.0.0.0,0.0.0.0,0.0.0.0', '+MIPCALL: 0,0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0', '+MIPCALL: 0,0000:0000:0000:0000:0000:0000:0000:0000', '+MIPCALL: "0","0.0.0.0"']) {
  test(`${line} is no address`, (t) => {
    const bench = ModemBench.up();
    said(bench, line);
    bench.untilTrue(() => bench.modem.connection < 500, 100);
    t.pass();
  });
}

/** All that the modem has learnt on its way up. */
function learnt({ modem }: ModemBench): unknown {
  const { model, revision, imei, sim, iccid, RSSI, strength, registration, operator, isClockSet, utcOffset, address } = modem;
  return { model, revision, imei, sim, iccid, RSSI, strength, registration, operator, isClockSet, utcOffset, address };
}

const ASKED = ['AT+CMEE?', 'AT+CFUN?', 'AT+CGMM', 'AT+CGMR', 'AT+CGSN', 'AT+CMGF?', 'AT+CNMI?', 'AT+CPIN?', 'AT+CCID', 'AT+CSQ', 'AT+CEREG?', 'AT+CGREG?', 'AT+CREG?', 'AT+COPS?', 'AT+MIPCALL?', 'AT+CCLK?'];

/** The fields of a line from the module, in another form. */
type Form = (fields: string) => string;
const unquoted: Form = (fields) => fields.replaceAll('"', '');
const allQuoted: Form = (fields) =>
  (fields.match(/"[^"]*"|[^,"]+|,/g) ?? []).map((piece) => (/^([",]| +$)/.test(piece) ? piece : `"${piece.trim()}"`)).join('');
const more = (fields: string): Form => (line) => line + fields;
const form: fc.Arbitrary<Form> = fc
  .tuple(fc.constantFrom<Form>((fields) => fields, unquoted, allQuoted), fc.constantFrom('', ',', ',,', ',0', ',"a,b"', ',,"00001000",', ',0,0,0'))
  .map(([quotes, behind]) => (fields) => more(behind)(quotes(fields)));

/** A module whose answers to `command` come in that form. */
function shaped(command: string, reshape: Form): ModemBench {
  const { bench, lines } = started({});
  lines.reshape = (line, asked) => {
    const match = /^([\r\n]*(?:\+?[A-Za-z]+: ?)?)([^\r\n]*)([\r\n]+)$/.exec(line);
    return asked !== command || match === null ? line : match[1] + reshape(match[2]) + match[3];
  };
  bench.until('up');
  return bench;
}

const PLAIN = learnt(ModemBench.up());

for (const command of ASKED) {
  test(`${command}: a field more behind its answer, and nothing is lost`, (t) => {
    t.deepEqual(learnt(shaped(command, more(',0'))), PLAIN);
  });
}

test('any answer of the bring-up, in whatever form, brings the modem up with all that it tells', (t) => {
  const shapes = fc.property(fc.constantFrom(...ASKED), form, (command, reshape) => {
    assert.deepEqual(learnt(shaped(command, reshape)), PLAIN);
  });
  check(t, shapes, { runs: 120 });
});
