import assert from 'node:assert/strict';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import type { CommandHook } from '../../host-sim/module/line/command-hook.js';
import { type Profile, profiles } from '../../host-sim/module/profile.js';
import type { SerialOptions, SerialPort, SerialSpecifier } from '../../modules/ports/serial.js';
import { ASK_INTERVAL } from '../../modules/mqtt/incoming-messages.js';
import { check } from '../property.js';
import { latin1, utf8 } from '../support/bytes.js';
import type { RecordingClient } from '../support/recording-client.js';
import { text, VirtualBench } from '../support/virtual-bench.js';
import { MINUTE, onEveryProfile, ScenarioBench, SECOND } from './scenario-bench.js';

const EMPTY_ANSWERS = ['error', 'ok', 'zero-length'] as const;
const HOUR = 60 * MINUTE;

type EmptyAnswer = (typeof EMPTY_ANSWERS)[number];

/** One test for each profile, made to announce its messages, and each way to say that there is none. */
function onEveryAnswer(title: string, scenario: (t: ExecutionContext, profile: Partial<Profile>) => void): void {
  for (const [name, profile] of Object.entries(profiles)) {
    for (const emptyQueueAnswer of EMPTY_ANSWERS) {
      test(`F32: ${title} (${name}, ${emptyQueueAnswer})`, (t) => scenario(t, { ...profile, hasReceiveMode: true, emptyQueueAnswer }));
    }
  }
}

/** What becomes of one thing that the module says: itself, something else, or nothing. */
type Change = (spoken: string) => string | undefined;

interface Subscriber {
  readonly bench: VirtualBench;
  readonly client: RecordingClient;
  /** What becomes of the answers to `AT+MQTTREAD`, without their `OK`, one by one. */
  readonly answers: Change[];
  /** And of announcements. */
  readonly announcements: Change[];
}

function subscriber(profile: Partial<Profile>): Subscriber {
  const answers: Change[] = [];
  const announcements: Change[] = [];
  let command = '';
  const hook: CommandHook = {
    onCommand: (name) => {
      command = name;
      return { isIgnored: false, delay: 0 };
    },
    onSpoken: ({ kind, name, bytes }, say) => {
      const isAnswer = kind === 'information' && command === 'AT+MQTTREAD=';
      const changes = isAnswer ? answers : name === '+MQTTMSGI' ? announcements : [];
      const change = changes.shift();
      const said = change === undefined ? bytes : utf8(change(latin1(bytes)) ?? '');
      if (said.length > 0) say(said);
    },
  };
  const bench = new VirtualBench({ module: { profile, hook } }).bringUp();
  const client = bench.connectedClient();
  client.subscribe('s/y');
  return { bench, client, answers, announcements };
}

function received(client: RecordingClient): string[] {
  return client.messages.map(({ payload }) => text(payload));
}

const SPOILT: readonly (readonly [what: string, change: Change])[] = [
  ['is garbled in its name', (answer) => answer.replace('READ', 'RFAD')],
  ['is lost but for its OK', () => undefined],
  ['has lost the first byte of its fields', (answer) => answer.replace(/READ: ?1/, 'READ: ')],
];

for (const [what, change] of SPOILT) {
  onEveryAnswer(`three messages are announced, and the first answer ${what}`, (t, profile) => {
    const { bench, client, answers } = subscriber(profile);
    answers.push(change);
    for (const payload of ['m1', 'm2', 'm3']) bench.publish('s/y', payload);
    bench.advance(10 * SECOND);
    t.deepEqual(received(client), ['m2', 'm3']);
    t.is(client.client.dropped, 1);
    t.deepEqual(client.events.filter((event) => event.startsWith('dropped')), ['dropped 1']);
    bench.publish('s/y', 'm4');
    bench.advance(SECOND);
    t.deepEqual(received(client), ['m2', 'm3', 'm4']);
  });
}

onEveryAnswer('the first answer loses a byte of its payload', (t, profile) => {
  const { bench, client, answers } = subscriber(profile);
  answers.push((answer) => answer.replace('m1', 'm'));
  for (const payload of ['m1', 'm2', 'm3']) bench.publish('s/y', payload);
  bench.advance(MINUTE);
  t.deepEqual(received(client), ['m2', 'm3']);
  t.is(client.client.dropped, 1);
});

for (const [what, announcement] of [
  ['does not arrive', undefined],
  ['arrives garbled', '\r\n+MQTUMSGI: 1,1,3,2\r\n'],
] as const) {
  onEveryAnswer(`the announcement of the first message ${what}`, (t, profile) => {
    const { bench, client, announcements } = subscriber(profile);
    announcements.push(() => announcement);
    const seen: string[][] = [];
    for (const payload of ['m1', 'm2', 'm3', 'm4']) {
      bench.publish('s/y', payload);
      bench.advance(announcement === undefined && payload === 'm1' ? ASK_INTERVAL + SECOND : 3 * SECOND);
      seen.push(received(client));
      bench.advance(5 * MINUTE);
    }
    t.deepEqual(seen, [['m1'], ['m1', 'm2'], ['m1', 'm2', 'm3'], ['m1', 'm2', 'm3', 'm4']]);
    t.is(client.client.dropped, 0);
  });
}

onEveryAnswer('where nothing is lost, a burst costs one question more, and an hour of nothing one a minute', (t, profile) => {
  const { bench, client } = subscriber(profile);
  const questions = () => bench.sent().split('AT+MQTTREAD=').length - 1;
  bench.advance(10 * SECOND);
  questions();
  for (let index = 0; index < 10; index += 1) bench.publish('s/y', `m${index}`);
  bench.advance(30 * SECOND);
  t.is(received(client).length, 10);
  t.is(questions(), 11);
  bench.advance(HOUR);
  t.is(questions(), 60);
  t.is(client.client.dropped, 0);
});

onEveryAnswer('a line that is never quiet has the module asked no more often in the end', (t, profile) => {
  const { bench } = subscriber(profile);
  bench.sent();
  for (let second = 0; second < 3600; second += 1) {
    bench.uart.module.write(utf8('\r\n+XYZZY: 1\r\n'));
    bench.advance(SECOND);
  }
  const questions = bench.sent().split('AT+MQTTREAD=').length - 1;
  t.true(questions <= 70, `${questions}`);
});

for (const emptyQueueAnswer of EMPTY_ANSWERS) {
  test(`F32: whatever is lost of announcements and answers, the queue is empty within the bound (${emptyQueueAnswer})`, (t) => {
    const script = fc.array(fc.tuple(fc.nat(3), fc.nat(2), fc.nat(20)), { minLength: 1, maxLength: 12 });
    check(t, fc.property(script, (steps) => emptiesItsQueue(steps, emptyQueueAnswer)), { runs: 40 });
  });
}

/** Each message: what becomes of an answer and of an announcement, and tenths of seconds until the next. */
function emptiesItsQueue(
  script: readonly (readonly [answer: number, announcement: number, delay: number])[],
  emptyQueueAnswer: EmptyAnswer,
): void {
  const { bench, client, answers, announcements } = subscriber({ emptyQueueAnswer });
  const whole: Change = (spoken) => spoken;
  const kinds = [whole, whole, SPOILT[0][1], SPOILT[1][1]];
  for (const [index, [answer, announcement, delay]] of script.entries()) {
    answers.push(kinds[answer]);
    announcements.push([whole, () => undefined, (spoken: string) => spoken.replace('MSGI', 'MSG1')][announcement]);
    bench.publish('s/y', String(index));
    bench.advance(delay * 100);
  }
  // Answers that are lost without a trace may say for each other that nothing is left: then until the next question.
  const lost = script.filter(([answer]) => answer === 3).length;
  bench.advance((lost + 1) * ASK_INTERVAL + 10 * SECOND);
  assert.equal(bench.module.slots.waitingMessages(1), 0);
  const numbers = received(client).map(Number);
  assert.deepEqual(numbers, [...new Set(numbers)].sort((a, b) => a - b));
  assert.ok(numbers.length + client.client.dropped <= script.length);
}

/** A port on which the first fetched message loses a byte. */
function losingByte(serial: SerialSpecifier): SerialSpecifier {
  let isDone = false;
  const Port = serial.io as new (options: SerialOptions) => SerialPort;
  return {
    ...serial,
    io: class extends Port {
      override read(target: Uint8Array): number | undefined {
        const count = super.read(target) ?? 0;
        const at = latin1(target.subarray(0, count)).indexOf('+MQTTREAD: ');
        if (isDone || at < 0) return count;
        isDone = true;
        target.copyWithin(at + 4, at + 5, count);
        return count - 1;
      }
    },
  };
}

onEveryProfile('F32: remote commands do not run one behind for ever', (t, profile) => {
  const bench = ScenarioBench.online(profile, { module: { profile: { hasReceiveMode: true } }, serial: losingByte });
  const intervals: number[] = [];
  const command = (...seconds: number[]): void => {
    for (const interval of seconds) bench.command(`{"interval": ${interval}}`);
    bench.time.advance(2 * MINUTE);
    intervals.push(bench.node.sensors.intervalOf('room') / SECOND);
    bench.time.advance(HOUR);
  };
  command(30, 20);
  command(10);
  command(5);
  t.deepEqual(intervals, [20, 10, 5]);
});

for (const length of [2030, 2100, 4000]) {
  onEveryProfile(`F32: a pushed message of ${length} bytes that overruns the ring is told`, (t, profile) => {
    const bench = new VirtualBench({ module: { profile: { ...profiles[profile], hasReceiveMode: false } } }).bringUp();
    const [client, other] = [1, 2].map((slot) => bench.connectedClient({ id: `n${slot}`, receiveBuffer: new Uint8Array(4400) }));
    client.subscribe('s/y');
    bench.publish('s/y', 'before');
    bench.advance(SECOND);
    bench.publish('s/y', new Uint8Array(length).fill(0x61));
    bench.advance(SECOND);
    bench.publish('s/y', 'behind');
    bench.advance(SECOND);
    t.deepEqual([received(client), client.client.dropped, other.client.dropped], [['before', 'behind'], 1, 0]);
    t.true(client.events.includes('dropped 1'));
  });
}

onEveryProfile('F32: a pushed message whose end is lost is told', (t, profile) => {
  const bench = new VirtualBench({ module: { profile: { ...profiles[profile], hasReceiveMode: false } } }).bringUp();
  const client = bench.connectedClient();
  bench.uart.module.write(utf8('\r\n+MQTTMSG: 1,0,"s/y","lost\r\n'));
  bench.advance(5 * SECOND);
  t.is(client.client.dropped, 1);
});
