import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { check } from '../property.js';
import {
  atOnce,
  byteByByte,
  expected,
  framed,
  inPieces,
  lineCount,
  pieceSizes,
  played,
  RECORDED,
  sessions,
  type Spoken,
  type Step,
  URCS,
  withLines,
} from './session.js';

/** Ways to end a line, and to begin one, that modules have been seen to use. */
const FRAMES = [
  framed,
  (text: string) => `\r\r\n${text}\r\r\n`,
  (text: string) => `\n${text}\n`,
  (text: string) => `${text}\r\n`,
  (text: string) => `\r\n  ${text}\r\n`,
  (text: string) => `\r\n\r\n \r\n${text}  \r\n\r\n`,
];

test('a recorded session is understood', (t) => {
  t.deepEqual(played(RECORDED), expected(RECORDED));
});

test('a recorded session that comes byte by byte is the same', (t) => {
  t.deepEqual(played(RECORDED, byteByByte), expected(RECORDED));
});

for (const [index, step] of RECORDED.entries()) {
  test(`a recorded answer cut in two anywhere is the same (${index}: ${step.sent.split('\r')[0]})`, (t) => {
    const lines = URCS.map((line, at) => ({ at: at % (lineCount(step) + 1), line }));
    const busy = [withLines(step, lines), RECORDED[0]];
    const wanted = expected(busy);
    const lengths = busy.flatMap(({ bursts }) => bursts.map((burst) => burst.map(({ text }) => framed(text)).join('').length));
    const longest = Math.max(...lengths);
    for (let cut = 0; cut <= longest; cut += 1) {
      const outcome = played(busy, (bench, bytes) => {
        bench.say(bytes.slice(0, cut));
        bench.say(bytes.slice(cut));
      });
      assert.deepEqual(outcome, wanted, `cut at ${cut}`);
    }
    t.pass();
  });
}

test('every cut of any session gives the same events', (t) => {
  const same = fc.property(sessions, pieceSizes, (steps, sizes) => {
    const wanted = expected(steps);
    assert.deepEqual(played(steps, atOnce), wanted);
    assert.deepEqual(played(steps, inPieces(sizes)), wanted);
  });
  check(t, same, { runs: 150 });
});

test('every line ending that is in use gives the same events', (t) => {
  // In a payload that is pushed a line end is a part of it, and so is what it is made of.
  const isPlain = ({ text }: Spoken): boolean => !text.includes('\n') || text.startsWith('+MQTTREAD');
  const isOneLine = ({ bursts }: Step): boolean => bursts.every((burst) => burst.every(isPlain));
  const same = fc.property(sessions, fc.nat(FRAMES.length - 1), pieceSizes, (steps, frame, sizes) => {
    const plain = steps.filter(isOneLine);
    assert.deepEqual(played(plain, inPieces(sizes), FRAMES[frame]), expected(plain));
  });
  check(t, same, { runs: 100 });
});

test('a URC at any line boundary of a session changes nothing but itself', (t) => {
  for (const [index, step] of RECORDED.entries()) {
    for (const line of URCS) {
      for (let at = 0; at <= lineCount(step); at += 1) {
        const steps = [...RECORDED.slice(0, index), withLines(step, [{ at, line }]), ...RECORDED.slice(index + 1)];
        const { events, sent } = played(steps);
        const wanted = expected(steps);
        assert.deepEqual(events, wanted.events, `${line.text} before line ${at} of ${step.sent}`);
        assert.equal(sent, wanted.sent);
        const others = [...events];
        for (const event of line.events) others.splice(others.indexOf(event), 1);
        assert.deepEqual(others, expected(RECORDED).events);
      }
    }
  }
  t.pass();
});
