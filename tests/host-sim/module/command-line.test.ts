import test from 'ava';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import type { ProfileOptions } from '../../../host-sim/module/profile.js';
import { check } from '../../property.js';
import { lines, ModuleBench } from './module-bench.js';

const OK = lines('OK');
const ERROR = lines('ERROR');

test('the echo leaves the CR out, or has it where the profile says so', (t) => {
  t.is(ModuleBench.registered().ask('AT'), `AT${OK}`);
  t.is(ModuleBench.registered({ profile: { echoesTerminator: true } }).ask('AT'), `AT\r${OK}`);
});

test('the echo follows the line after the turnaround, and the answer follows the echo', (t) => {
  const bench = ModuleBench.registered();
  bench.type('AT+CSQ\r');
  bench.time.advance(1.3);
  t.is(bench.take(), '');
  bench.time.advance(0.2);
  t.is(bench.take(), 'AT+CSQ');
  bench.time.advance(4);
  t.is(bench.take(), lines('+CSQ: 20,99', 'OK'));
});

test('ATE0 is echoed itself and switches the echo off for what follows; ATE1 the reverse', (t) => {
  const bench = ModuleBench.registered();
  t.is(bench.ask('ATE0'), `ATE0${OK}`);
  t.is(bench.ask('AT'), OK);
  t.is(bench.ask('ATE1'), OK);
  t.is(bench.ask('at'), `at${OK}`);
  t.is(bench.ask('ATE'), `ATE${OK}`, 'a missing number is 0');
  t.is(bench.ask('AT'), OK);
});

test('commands are taken in either case, and several in one line give one final result', (t) => {
  const bench = ModuleBench.registered();
  bench.ask('ATE0');
  t.is(bench.ask('at+csq'), lines('+CSQ: 20,99', 'OK'));
  t.is(bench.ask('AT+CSQ;+CMEE?;+CPIN?'), lines('+CSQ: 20,99', '+CMEE: 0', '+CPIN: READY', 'OK'));
  t.is(bench.ask('AT E0 V1 +CMEE=1; +CMEE?'), lines('+CMEE: 1', 'OK'));
  t.is(bench.ask('ATE0S3?S4?'), lines('013', '010', 'OK'));
});

test('the first command that fails ends the line', (t) => {
  const bench = ModuleBench.registered();
  bench.ask('ATE0');
  t.is(bench.ask('AT+CSQ;+NOSUCH;+CMEE=2'), lines('+CSQ: 20,99', 'ERROR'));
  t.is(bench.ask('AT+CMEE?'), lines('+CMEE: 0', 'OK'));
});

test('errors are told as AT+CMEE says', (t) => {
  const bench = ModuleBench.registered();
  bench.ask('ATE0');
  t.is(bench.ask('AT+NOSUCH'), ERROR);
  t.is(bench.ask('AT+CMEE=7'), ERROR);
  bench.ask('AT+CMEE=1');
  t.is(bench.ask('AT+NOSUCH'), lines('+CME ERROR: 100'));
  t.is(bench.ask('AT+CMEE=7'), lines('+CME ERROR: 50'));
  t.is(bench.ask('AT+MQTTCLOSE=1'), lines('+CME ERROR: 3'));
  t.is(bench.ask('ATN9'), ERROR, 'basic commands know ERROR only');
  bench.ask('AT+CMEE=2');
  t.is(bench.ask('AT+NOSUCH?'), lines('+CME ERROR: unknown'));
  t.is(bench.ask('AT+MQTTSUB=1,"",0'), lines('+CME ERROR: Incorrect parameters'));
  t.is(bench.ask('AT+MQTTCLOSE=1'), lines('+CME ERROR: operation not allowed'));
  t.is(bench.ask('AT=1'), ERROR);
});

test('an LF within 20 ms belongs to the CR, and one outside a line means nothing', (t) => {
  const bench = ModuleBench.registered();
  bench.type('AT\r\n');
  bench.time.advance(100);
  t.is(bench.take(), `AT${OK}`);
  bench.type('AT\r');
  bench.time.advance(100);
  bench.type('\n');
  t.is(bench.ask('AT'), `AT${OK}AT${OK}`);
});

test('what is outside a line is ignored, up to the next AT', (t) => {
  const bench = ModuleBench.registered();
  t.is(bench.ask('\n\n \u0000\u00ff>+++\r\n xAAT'), `AT${OK}`);
});

test('a backspace takes the last character back, but not the prefix', (t) => {
  const bench = ModuleBench.registered();
  t.is(bench.ask('AT+CSX\bQ'), `AT+CSQ${lines('+CSQ: 20,99', 'OK')}`);
  t.is(bench.ask('AT\b\b\b'), `AT${OK}`);
});

test('A/ repeats the last line at once', (t) => {
  const bench = ModuleBench.registered();
  t.is(bench.ask('AT+CSQ'), `AT+CSQ${lines('+CSQ: 20,99', 'OK')}`);
  bench.type('a/');
  bench.time.advance(100);
  t.is(bench.take(), `A/${lines('+CSQ: 20,99', 'OK')}`);
});

test('A/ without a line before is an error', (t) => {
  const bench = ModuleBench.registered();
  bench.type('A/');
  bench.time.advance(100);
  t.is(bench.take(), `A/${ERROR}`);
});

test('a line of 12,288 bytes with its CR is taken, a longer one dropped without a word', (t) => {
  const bench = ModuleBench.registered();
  bench.ask('ATE0');
  t.is(bench.ask('AT'.padEnd(12287, ' ')), OK);
  t.is(bench.ask('AT'.padEnd(12288, ' ')), '');
  t.is(bench.ask(`${'AT'.padEnd(12288, ' ')}AT`), OK, 'an AT behind what was dropped begins a line');
  t.is(bench.ask('AT'), OK);
});

test('a module that waits for an LF acts when it comes, or after 20 ms', (t) => {
  const bench = ModuleBench.registered({ profile: { waitsForLineFeed: true } });
  bench.ask('ATE0');
  bench.type('AT\r\n');
  bench.time.advance(2);
  t.is(bench.take(), OK);
  bench.type('AT\r');
  bench.time.advance(10);
  t.is(bench.take(), '');
  bench.type('\n');
  bench.time.advance(2);
  t.is(bench.take(), OK);
  bench.type('AT\r');
  bench.time.advance(20);
  t.is(bench.take(), '');
  bench.time.advance(2);
  t.is(bench.take(), OK);
  bench.type('AT+GTSSLFILE="KEYFILE",20\r\n');
  bench.time.advance(100);
  bench.type('-----BEGIN -----END ');
  bench.time.advance(100);
  t.is(bench.take(), `\r\n> ${OK}`);
});

test('what is typed during a command waits, or is lost where the profile says so', (t) => {
  const typeAhead = (bench: ModuleBench): string => {
    bench.ask('ATE0');
    bench.type('AT+CSQ\rAT+CMEE?\r');
    bench.time.advance(100);
    return bench.take();
  };
  t.is(typeAhead(ModuleBench.registered()), lines('+CSQ: 20,99', 'OK', '+CMEE: 0', 'OK'));
  const forgetful = ModuleBench.registered({ profile: { busyInput: 'ignored' } });
  t.is(typeAhead(forgetful), lines('+CSQ: 20,99', 'OK'));
  t.is(forgetful.ask('AT'), OK);
});

test('ATV0 answers with numbers, ATQ1 with nothing, ATZ and AT&F as before', (t) => {
  const bench = ModuleBench.registered();
  bench.ask('ATE0');
  t.is(bench.ask('ATV0'), '0\r');
  t.is(bench.ask('AT+CSQ'), '+CSQ: 20,99\r\n0\r');
  t.is(bench.ask('AT+NOSUCH'), '4\r');
  t.is(bench.ask('ATQ1'), '');
  t.is(bench.ask('AT+CSQ'), '+CSQ: 20,99\r\n');
  t.is(bench.ask('ATZ'), OK);
  t.is(bench.ask('AT'), `AT${OK}`);
  t.is(bench.ask('ATE0+CMEE=1'), `ATE0+CMEE=1${OK}`);
  t.is(bench.ask('AT&F'), OK);
  t.is(bench.ask('AT+CMEE?'), `AT+CMEE?${lines('+CMEE: 0', 'OK')}`);
});

test('S3, S4 and S5 are the line\'s characters', (t) => {
  const bench = ModuleBench.registered();
  bench.ask('ATE0');
  bench.ask('ATS3=33');
  bench.type('AT+CSQ!');
  bench.time.advance(100);
  t.is(bench.take(), '!\n+CSQ: 20,99!\n!\nOK!\n');
});

test('the test form tells the bounds of the profile\'s module', (t) => {
  const bench = ModuleBench.registered({ profile: { slots: 3, acceptsKeepAliveZero: false } });
  bench.ask('ATE0');
  t.is(bench.ask('AT+MQTTOPEN=?'), lines('+MQTTOPEN: (1-3),<host>,(1-65535),(0-1),(1-300),(0-2)', 'OK'));
  t.is(
    bench.ask('AT+MQTTPUB=?'),
    lines('+MQTTPUB: (1-3),<topic>,(0-2),(0-1),<payload>', '+MQTTPUB: (1-3),<topic>,(0-2),(0-1),(1-8192)', 'OK'),
  );
  t.is(bench.ask('AT+GTSSLFILE=?'), lines('+GTSSLFILE: ("CERTFILE","KEYFILE","TRUSTFILE","CAFILE"),(4-8192)', 'OK'));
  t.is(bench.ask('AT+MIPNTP=?'), lines('+MIPNTP: <host>,(1-65535)', 'OK'));
  t.is(bench.ask('AT+CCID=?'), OK, 'nothing to set');
  t.is(bench.ask('AT+NOSUCH=?'), ERROR);
});

test('blanks, line ends and prompts are as the profile has them', (t) => {
  const blanks = ModuleBench.online({ profile: { blankAfterColon: false, blankAfterComma: true } });
  t.is(blanks.ask('AT+CSQ'), lines('+CSQ:20, 99', 'OK'));
  const doubled = ModuleBench.online({ profile: { lineEnding: 'crcrlf', blankAfterPrompt: false } });
  t.is(doubled.ask('AT+CSQ'), '\r\r\n+CSQ: 20,99\r\r\n\r\r\nOK\r\r\n');
  t.is(doubled.ask('AT+GTSSLFILE="KEYFILE",4'), '\r\r\n>');
  const bare = ModuleBench.online({ profile: { lineEnding: 'lf' } });
  t.is(bare.ask('AT'), '\nOK\n');
});

test('the same seed gives the same run, another seed another', (t) => {
  const durations = (seed: number): number => {
    const bench = ModuleBench.registered({ seed });
    bench.type('AT+CFUN=1\r');
    const start = bench.time.now();
    bench.until(() => bench.output.includes('OK'), 5000);
    return bench.time.now() - start;
  };
  t.is(durations(7), durations(7));
  t.not(durations(7), durations(8));
});

interface Piece {
  /** Milliseconds before it. */
  readonly pause: number;
  readonly bytes: Uint8Array;
}

/** All ways to cut `bytes` and to pause in between. */
function cuts(bytes: Uint8Array): fc.Arbitrary<readonly Piece[]> {
  const cut = fc.record({ at: fc.nat(bytes.length), pause: fc.integer({ min: 0, max: 40 }) });
  return fc.array(cut, { maxLength: 12 }).map((unsorted) => {
    const sorted = [{ at: 0, pause: 0 }, ...unsorted].sort((one, other) => one.at - other.at);
    return sorted.map(({ at, pause }, index) => ({ pause, bytes: bytes.subarray(at, sorted[index + 1]?.at) }));
  });
}

function answersTo(pieces: readonly Piece[], profile: ProfileOptions): string {
  const bench = ModuleBench.registered({ profile });
  for (const { pause, bytes } of pieces) {
    bench.time.advance(pause);
    bench.type(bytes);
  }
  bench.time.advance(3000);
  return bench.take();
}

for (const waitsForLineFeed of [false, true]) {
  test(`any cut of the commands in time gives the same answers, ${waitsForLineFeed ? 'with' : 'without'} a wait for LF`, (t) => {
    const typed = Buffer.from(
      [
        'ATE0\rAT+CMEE=1;+CSQ\rAT+CPIN?\r\rgarbage\rAT+NOSUCH\r',
        'AT+GTSSLFILE="KEYFILE",22\r-----BEGIN -----END \r\nAT+CREG?\rA/',
      ].join(''),
    );
    const expected = answersTo([{ pause: 0, bytes: typed }], { waitsForLineFeed });
    t.true(expected.endsWith(lines('OK', '+CREG: 0,1', 'OK', '+CREG: 0,1', 'OK')));
    check(t, fc.property(cuts(typed), (pieces) => assert.equal(answersTo(pieces, { waitsForLineFeed }), expected)), { runs: 60 });
  });
}

test('garbage never stops it: the next command after a CR works', (t) => {
  const fragments = ['AT', 'AT+', 'AT+MQTTUSER=1,"', 'A/', ';', '=?', '\b', '"', '\r', '\n'].map((text) => Buffer.from(text));
  const garbage = fc.array(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...fragments)), { maxLength: 12 });
  check(
    t,
    fc.property(garbage, (pieces) => {
      const bench = ModuleBench.registered();
      for (const piece of pieces) {
        bench.type(piece);
        bench.time.advance(1);
      }
      bench.ask('');
      // By chance the garbage may have set any of these.
      bench.ask('ATE0Q0V1S3=13S4=10');
      assert.equal(bench.ask('AT'), OK);
    }),
  );
});
