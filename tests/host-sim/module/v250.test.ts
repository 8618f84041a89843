import test from 'ava';
import { lines, ModuleBench } from './module-bench.js';

const OK = lines('OK');
const ERROR = lines('ERROR');
const NO_CARRIER = lines('NO CARRIER');

function quiet(): ModuleBench {
  const bench = ModuleBench.registered();
  bench.ask('ATE0');
  return bench;
}

test('basic and extended commands follow each other in one line, with and without semicolons', (t) => {
  const bench = quiet();
  t.is(bench.ask('ATE0;+CSQ'), lines('+CSQ: 20,99', 'OK'));
  t.is(bench.ask('AT+CSQ;E0V1Q0'), lines('+CSQ: 20,99', 'OK'));
  t.is(bench.ask('ATV1;;E0+CSQ;'), lines('+CSQ: 20,99', 'OK'));
  t.is(bench.ask('AT&FE0+CMEE=1;+CMEE?;S3?'), lines('+CMEE: 1', '013', 'OK'));
  t.is(bench.ask('AT;'), OK);
  t.is(bench.ask('AT+CSQ+CSQ'), ERROR, 'an extended command ends with a semicolon');
});

test('ESC, empty lines and line noise before a command mean nothing', (t) => {
  const bench = quiet();
  t.is(bench.ask('\u001b\r\r\n\r\u0000\u00ffAT'), OK);
  t.is(bench.ask('\u001bAT'), OK);
});

test('calls find nobody, and hanging up is always right', (t) => {
  const bench = quiet();
  for (const call of ['ATD*99#', 'ATDT+8613800000002;', 'atd*99***1#', 'ATD0,13800', 'ATD', 'ATA', 'ATO']) {
    t.is(bench.ask(call), NO_CARRIER, call);
  }
  t.is(bench.ask('ATH;+CHUP'), OK);
  bench.ask('ATV0');
  t.is(bench.ask('ATD*99#'), '3\r');
});

test('S registers are set, read and bounded', (t) => {
  const bench = quiet();
  t.is(bench.ask('ATS7=45S0=0'), OK);
  t.is(bench.ask('ATS7?;S0?'), lines('045', '000', 'OK'));
  t.is(bench.ask('ATS0=256'), ERROR);
  t.is(bench.ask('ATS99?'), ERROR);
});

test('names of vendors are unknown commands, not malformed lines', (t) => {
  const bench = quiet();
  bench.ask('AT+CMEE=1');
  for (const command of ['AT^SYSINFO', 'AT$GPS=1', 'AT*CNTI=2', 'AT#SIMDET?', 'AT%TSIM', 'AT!GSTATUS?', 'AT@LOG']) {
    t.is(bench.ask(command), lines('+CME ERROR: 100'), command);
  }
});

test('AT&W keeps the settings without power, ATZ goes back to them, AT&F to those of the factory', (t) => {
  const bench = quiet();
  bench.ask('AT+CMEE=2;+CSCS="UCS2"');
  t.is(bench.ask('AT&W'), OK);
  t.is(bench.ask('AT&F'), OK);
  t.is(bench.ask('AT+CMEE?;+CSCS?'), `AT+CMEE?;+CSCS?${lines('+CMEE: 0', '+CSCS: "IRA"', 'OK')}`);
  t.is(bench.ask('ATZ'), `ATZ${OK}`);
  t.is(bench.ask('AT+CMEE?;+CSCS?'), lines('+CMEE: 2', '+CSCS: "UCS2"', 'OK'), 'without echo too');
  bench.module.reset();
  bench.until(() => bench.module.power === 'running', 5000);
  bench.time.advance(5000);
  bench.take();
  t.is(bench.ask('AT+CMEE?'), lines('+CMEE: 2', 'OK'));
});

test('AT&V shows what is set', (t) => {
  const bench = quiet();
  bench.ask('ATX1S7=45');
  const shown = bench.ask('AT&V');
  t.regex(shown, /E0 Q0 V1 X1 /);
  t.regex(shown, /S7:045/);
});

test('a setting keeps what is left out', (t) => {
  const bench = quiet();
  bench.ask('AT+IFC=2,2');
  bench.ask('AT+IFC=1');
  t.is(bench.ask('AT+IFC?'), lines('+IFC: 1,2', 'OK'));
  t.is(bench.ask('AT+IFC=3'), ERROR);
  t.is(bench.ask('AT+IFC?'), lines('+IFC: 1,2', 'OK'));
});

test('every command that is listed has a test form, and every setting can be set to what it tells', (t) => {
  const bench = quiet();
  bench.ask('AT+CMEE=1');
  const names = bench.ask('AT+CLAC').match(/(?<=AT)\+\w+/g) ?? [];
  t.true(names.length > 80);
  for (const name of names) {
    t.regex(bench.ask(`AT${name}=?`, 30000), /\r\nOK\r\n$/, name);
    const [, told] = new RegExp(`^\\r\\n\\${name}: (.*)\\r\\n\\r\\nOK\\r\\n$`).exec(bench.ask(`AT${name}?`)) ?? [];
    if (told === undefined || READ_ONLY.includes(name)) continue;
    t.regex(bench.ask(`AT${name}=${told}`), /OK\r\n$/, `${name}=${told}`);
    t.regex(bench.ask(`AT${name}?`), new RegExp(`: ${told.replace(/[+(]/g, '\\$&')}\\r\\n`), name);
  }
});

/** They tell a state, or more than what was set. */
const READ_ONLY = [
  '+CPIN', '+CREG', '+CGREG', '+CEREG', '+COPS', '+CGDCONT', '+CGACT', '+CIND', '+CPMS', '+CSMS', '+MIPCALL', '+GTSSLERR',
  '+CSQ', '+CFUN', '+CCLK', '+CCID', '+CPSMS', '+CEDRXS', '+CPBS', '+CLIP', '+CLIR', '+CPOL', '+CCWA', '+GTPKGVER', '+CFSN', '+MQTTOPEN',
  '+MQTTCLOSE',
];
