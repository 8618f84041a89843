import assert from 'node:assert/strict';
import { profiles } from '../../host-sim/module/profile.js';
import { ModuleBench } from '../host-sim/module/module-bench.js';
import { Choices } from './choices.js';

/**
 * What hosts say, and what is easily taken for something else. S3 and S5 are left alone: with them a host can lock itself out.
 */
const SAYINGS: readonly string[] = [
  'AT', 'at', 'A/', 'aT', '\r', '\n', '\r\n', '\x1b', '\x1a', '\x08', '"', ',', ';', '=', '?', '+', '\\22', '\\', '\x00', '\xff',
  'E0', 'E1', 'Q0', 'Q1', 'V0', 'V1', 'Z', '&F', '&W', '&V', 'D123;', 'ATH\r', 'S4=10', 'S7?', '9999999999999999999999',
  '+CMEE=2', '+CSQ', '+CGREG?', '+COPS?', '+CPIN?', '+CPIN="1234"', '+CFUN=0', '+CFUN=1', '+CFUN=15', '+CSCS="UCS2"', '+CCLK?',
  '+MIPCALL=1,"CMNET"', '+MIPCALL=0', '+MIPNTP="pool.ntp.org",123', '+MQTTUSER=1,"u","p"', '+MQTTOPEN=1,"h",1883,1,60',
  '+MQTTSUB=1,"t",0', '+MQTTPUB=1,"t",0,0,"x"', '+MQTTPUB=1,"t",1,0,8192', '+MQTTWILL=1,"t",0,0,5', '+MQTTCONF=1', '+MQTTREAD=1',
  '+GTSSLFILE="KEYFILE",8192', '+GTSSLVER=4', '+CMGF=1', '+CMGS="10086"', '+CMGW="10086"', '+CMGL="ALL"', '+CPBR=1',
  '+CSIM=10,"A0',
];
/** Where a module is when the host begins: hardly any chance leads to an open text, or to an upload. */
const BEGINNINGS: readonly (readonly string[])[] = [
  [],
  ['AT+CMGF=1', 'AT+CMGS="10086"'],
  ['AT+CMGF=1', 'AT+CMGW="10086"'],
  ['AT+CMGF=0', 'AT+CMGW=8'],
  ['AT+GTSSLFILE="KEYFILE",300'],
  ['AT+MQTTWILL=1,"t",0,0,20'],
  ['AT+MIPCALL=1'],
];
/** Longest wait between two sayings. */
const PAUSE = 4000;
/** Longer than any command takes. */
const PATIENCE = 200_000;
/** Longest data phase, of an upload. */
const LONGEST_DATA = 8192;
/** A sleeping module wakes with the first. */
const ATTEMPTS = 3;

/**
 * A host that says whatever `bytes` choose to the simulated module, in any pieces. Throws where an exception escapes, or where
 * the module does not take commands after ESC, the bytes that an upload may still want, and a CR.
 */
export function fuzzCommandInput(bytes: Uint8Array): void {
  const choices = new Choices(bytes);
  const bench = ModuleBench.registered({ profile: choices.oneOf(Object.values(profiles)) });
  for (const line of choices.oneOf(BEGINNINGS)) bench.ask(line);
  while (!choices.isEmpty) {
    bench.type(said(choices));
    if (choices.below(4) === 0) bench.time.advance(choices.below(PAUSE));
  }
  bench.time.advance(PATIENCE);
  bench.module.powerOn();
  bench.type(`\x1b${'\r'.repeat(LONGEST_DATA)}`);
  bench.time.advance(PATIENCE);
  bench.ask('ATQ0V1S4=10');
  const answers = Array.from({ length: ATTEMPTS }, () => bench.ask('AT'));
  assert.match(answers[ATTEMPTS - 1], /\nOK\r?\r\n$/);
}

function said(choices: Choices): Uint8Array {
  const kind = choices.below(8);
  if (kind === 1) return Uint8Array.of(choices.byte());
  if (kind === 2) return Uint8Array.from({ length: choices.below(64) }, () => choices.byte());
  if (kind === 3) return Buffer.from(choices.oneOf(SAYINGS).repeat(1 + choices.below(400)), 'latin1');
  const text = choices.oneOf(SAYINGS);
  return Buffer.from(kind >= 6 ? `AT${text}\r` : text, 'latin1');
}
