import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { Command, Reply } from '../../modules/at/command.js';
import {
  BARE_REPLY,
  Classifier,
  ECHO,
  ERROR,
  type Expected,
  MALFORMED,
  NOTHING_YET,
  OK,
  OPEN_URC,
  PAYLOAD,
  PROBE_REPLY,
  PROMPT,
  REPLY,
  UNKNOWN,
  URC,
} from '../../modules/at/dialogue/classify.js';
import { ANSWER, DATA, IDLE, LATE, PROMPTED, SENDING } from '../../modules/at/dialogue/stages.js';
import { serialNumber } from '../../modules/cellular/device.js';
import { signalQuality } from '../../modules/cellular/network.js';
import { mqttRead } from '../../modules/fibocom/mqtt.js';
import { commands, names } from '../../modules/fibocom/table.js';
import { check } from '../property.js';
import { latin1 } from './bench.js';
import { ringWith } from './ring-source.js';

const CAPACITY = 256;
const LINE_KINDS: readonly number[] = [ECHO, REPLY, BARE_REPLY, PROBE_REPLY, URC, OPEN_URC, OK, ERROR, PROMPT, MALFORMED, UNKNOWN];
const START_KINDS: readonly number[] = [PROMPT, PAYLOAD, NOTHING_YET];

interface Awaited {
  readonly command?: Command;
  readonly sent?: string;
  readonly probe?: Reply;
  readonly isPromptDue?: boolean;
  readonly promptLine?: string;
}

function expectedFrom({ command, sent = '', isPromptDue = false, promptLine }: Awaited): Expected {
  const fields = command?.reply?.fields ?? [];
  const last = fields.at(-1);
  return {
    sent: latin1(sent),
    sentLength: sent.length,
    reply: command?.reply,
    counted: last?.kind === 'counted' ? last : undefined,
    isPromptDue,
    promptLine: promptLine === undefined ? undefined : latin1(promptLine),
  };
}

/** A classifier over a ring in which the bytes begin at `at`, be it just before its end. */
function over(bytes: Uint8Array, at = 0): { classifier: Classifier; start: number; end: number } {
  const ring = ringWith(bytes, at);
  return { classifier: new Classifier(ring, names), start: ring.head, end: ring.tail };
}

function kindOf(text: string, awaited: Awaited = {}): number {
  const { classifier, start, end } = over(latin1(text));
  return classifier.line(start, end, expectedFrom(awaited), awaited.probe);
}

function startOf(text: string, awaited: Awaited = {}, isProbing = false): number {
  const { classifier, start, end } = over(latin1(text));
  return classifier.start(start, end, expectedFrom(awaited), isProbing);
}

const { reply: signalReply } = signalQuality;

test('a line is what its bytes and what is awaited make it', (t) => {
  const signal = { command: signalQuality };
  t.is(kindOf('AT+CSQ', { ...signal, sent: 'AT+CSQ' }), ECHO);
  t.is(kindOf('AT+CSQ', signal), UNKNOWN);
  t.is(kindOf('+CSQ: 20,99', signal), REPLY);
  t.is(kindOf('+CSQ: 20,99', { probe: signalReply }), PROBE_REPLY);
  t.is(kindOf('+CSQ: 20,99', { ...signal, probe: signalReply }), REPLY);
  t.is(kindOf('+CSQ: 20,99'), MALFORMED);
  t.is(kindOf('+CSQ: x', signal), MALFORMED);
  t.is(kindOf('861234567890123', { command: serialNumber }), BARE_REPLY);
  t.is(kindOf('861234567890123'), UNKNOWN);
  t.is(kindOf('+MQTTBREAK: 1,1'), URC);
  t.is(kindOf('+MQTTBREAK: one'), MALFORMED);
  t.is(kindOf('+MQTTMSG: 1,1,"a","half of it'), OPEN_URC);
  t.is(kindOf('OK', signal), OK);
  t.is(kindOf('OKAY', signal), UNKNOWN);
  t.is(kindOf('+CME ERROR: 30'), ERROR);
  t.is(kindOf('ERROR'), ERROR);
  t.is(kindOf('no ERROR'), UNKNOWN);
  t.is(kindOf('CONNECT', { promptLine: 'CONNECT' }), PROMPT);
  t.is(kindOf('CONNECT 115200', { promptLine: 'CONNECT' }), UNKNOWN);
  t.is(kindOf('CONNECT'), UNKNOWN);
  t.is(kindOf(''), UNKNOWN);
});

test('a line start is a prompt or the head of a payload only where one is awaited', (t) => {
  t.is(startOf('> ', { isPromptDue: true }), PROMPT);
  t.is(startOf('> ', {}, true), PROMPT);
  t.is(startOf('> '), NOTHING_YET);
  t.is(startOf('AT+X\r> ', { isPromptDue: true, sent: 'AT+X' }), PROMPT);
  t.is(startOf('+MQTTREAD: 1,1,1,300,"t","', { command: mqttRead }), PAYLOAD);
  t.is(startOf('+MQTTREAD: 1,1,1,300,"t",', { command: mqttRead }), NOTHING_YET);
  t.is(startOf('+MQTTREAD: 1,1,1,300,"t","'), NOTHING_YET);
});

const PIECES = ['+MQTTMSG: 1,1,"t","', '+MQTTREAD: 1,1,2,3,"', '+CSQ: 20,99', 'OK', 'ERROR', '+CME ERROR: 3', '> ', 'CONNECT', 'AT+CSQ', '"', ',', '\r', '\n', '\xff'];
const bytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 80 }),
  fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6 })), { maxLength: 6 }).map((parts) => latin1(parts.join(''))),
);
const awaited: fc.Arbitrary<Awaited> = fc.record({
  command: fc.option(fc.constantFrom(...commands), { nil: undefined }),
  sent: fc.constantFrom('', 'AT+CSQ', 'OK'),
  probe: fc.option(fc.constantFrom(signalReply), { nil: undefined }),
  isPromptDue: fc.boolean(),
  promptLine: fc.constantFrom(undefined, 'CONNECT', 'OK'),
});

test('any bytes are of exactly one kind, wherever in the ring they lie and whatever came before', (t) => {
  check(
    t,
    fc.property(bytes, bytes, awaited, fc.nat(CAPACITY - 1), fc.boolean(), (line, before, wanted, at, isProbing) => {
      const expected = expectedFrom(wanted);
      const first = over(line);
      const kind = first.classifier.line(first.start, first.end, expected, wanted.probe);
      const begun = first.classifier.start(first.start, first.end, expected, isProbing);
      assert.ok(LINE_KINDS.includes(kind), `no kind of a line: ${kind}`);
      assert.ok(START_KINDS.includes(begun), `no kind of a start: ${begun}`);
      // The same classifier, after another line; and the same bytes in another place.
      first.classifier.line(first.start, first.start + Math.min(before.length, line.length), expected, undefined);
      assert.equal(first.classifier.line(first.start, first.end, expected, wanted.probe), kind);
      const moved = over(line, at);
      assert.equal(moved.classifier.line(moved.start, moved.end, expected, wanted.probe), kind);
      assert.equal(moved.classifier.start(moved.start, moved.end, expected, isProbing), begun);
    }),
    { runs: 2000 },
  );
});

test('only a command that has left, and all of whose data have, is ended by a final result without more', (t) => {
  for (const stage of [IDLE, SENDING]) t.deepEqual([stage.ok, stage.error, stage.isPromptDue], [LATE, LATE, false]);
  t.not(ANSWER.ok, LATE);
  t.is(PROMPTED.ok, DATA.ok);
  t.is(DATA.error, DATA.ok);
  t.is(PROMPTED.error, ANSWER.error);
  t.deepEqual([PROMPTED, DATA, ANSWER].map(({ isPromptDue }) => isPromptDue), [true, false, false]);
});
