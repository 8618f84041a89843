import test from 'ava';
import fc from 'fast-check';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { checkCommands, type RemoteCommand, type Commands, type CommandReply } from '../../../modules/telemetry/commands/command.js';
import { RemoteCommands } from '../../../modules/telemetry/commands/remote-commands.js';
import { wholeNumber } from '../../../modules/telemetry/commands/values.js';
import { Reporter, type Progress } from '../../../modules/telemetry/progress.js';
import { check } from '../../property.js';
import { json } from '../../../modules/encodings/json.js';

const seconds: RemoteCommand<number> = {
  parse: (value) => wholeNumber(value, 1, 86400),
  run: (value, reply) => reply(value),
};

function bench(commands: Commands = {}) {
  const time = new VirtualTime();
  const ran: unknown[] = [];
  const progress: Progress[] = [];
  const gate: RemoteCommand<{ isOpen: boolean }> = {
    properties: ['isOpen', 'by', 'level'],
    run: (value, reply) => {
      ran.push(value);
      reply(value);
    },
  };
  const tables: Commands[] = [{ interval: seconds as RemoteCommand, gate: gate as RemoteCommand }, commands];
  const remote = new RemoteCommands({
    time,
    onDue: () => undefined,
    topic: 'p/n/response',
    QoS: 1,
    encoding: json(),
    tables: () => tables,
    reporter: new Reporter((...event) => progress.push(event)),
  });
  const send = (text: string): void => remote.handle(new TextEncoder().encode(text));
  const answers = (): unknown[] => {
    time.advance(0);
    const values: unknown[] = [];
    for (let message = remote.answers.next(); message !== undefined; message = remote.answers.next()) {
      values.push(JSON.parse(new TextDecoder().decode(message.payload)));
      remote.answers.delivered();
    }
    return values;
  };
  const answerTo = (text: string): unknown => {
    send(text);
    return answers()[0];
  };
  return { time, remote, send, answers, answerTo, ran, progress };
}

test('a command is run, and answered with what it replies and the id that was given', (t) => {
  const { time, remote, send, answers, answerTo, ran } = bench();
  send('{"interval": 300}');
  t.is(remote.answers.next(), undefined, 'from a turn of its own');
  time.advance(0);
  t.like(remote.answers.next(), { topic: 'p/n/response', QoS: 1, retain: false });
  t.deepEqual(answers(), [{ interval: 300 }]);
  t.deepEqual(answerTo('{"id":7,"gate":{"isOpen":true,"by":["a",{"level":-1.5e1}]}}'), {
    gate: { isOpen: true, by: ['a', { level: -15 }] },
    id: 7,
  });
  t.deepEqual(answerTo('{"gate":"ä\\u00e4","id":"a 7"}'), { gate: 'ää', id: 'a 7' });
  t.deepEqual(ran, [{ isOpen: true, by: ['a', { level: -15 }] }, 'ää']);
});

test('what is refused changes nothing, and is answered with what is wrong', (t) => {
  const { answerTo, ran, progress } = bench();
  const refused: [string, object][] = [
    ['reboot', { error: 'malformed' }],
    ['{}', { error: 'malformed' }],
    ['[]', { error: 'malformed' }],
    ['{"id":1}', { error: 'malformed', id: 1 }],
    ['{"gate":1,"interval":1}', { error: 'malformed' }],
    ['{"gate":1,"id":1,"id":2}', { error: 'malformed', id: 1 }],
    ['{"gate":1,"id":""}', { error: 'malformed' }],
    ['{"gate":1,"id":-1}', { error: 'malformed' }],
    ['{"gate":1,"id":"ä"}', { error: 'malformed' }],
    [`{"gate":1,"id":"${'x'.repeat(33)}"}`, { error: 'malformed' }],
    ['{"gate":[[[[[1]]]]]}', { error: 'malformed' }],
    ['{"gate":1} x', { error: 'malformed' }],
    ['{"gates":1,"id":3}', { error: 'unknown-command', reason: 'gates', id: 3 }],
    ['{"toString":1}', { error: 'unknown-command', reason: 'toString' }],
    ['{"__proto__":1}', { error: 'unknown-command', reason: '__proto__' }],
    ['{"gate":{"isopen":true}}', { error: 'unknown-property', command: 'gate', reason: 'isopen' }],
    ['{"interval":{"x":1}}', { error: 'unknown-property', command: 'interval', reason: 'x' }],
    ['{"interval":0,"id":9}', { error: 'bad-value', command: 'interval', reason: 'must be a whole number from 1 to 86400', id: 9 }],
    ['{"interval":"60"}', { error: 'bad-value', command: 'interval', reason: 'must be a whole number from 1 to 86400' }],
  ];
  for (const [text, answer] of refused) t.deepEqual(answerTo(text), answer, text);
  t.deepEqual(ran, []);
  t.deepEqual(progress[0], ['command-refused', 'malformed']);
});

test('a command that is too long is refused unread', (t) => {
  const { remote, answers } = bench();
  remote.refuseTooLong();
  t.deepEqual(answers(), [{ error: 'too-long' }]);
});

test('an empty message, which clears a retained command, wants no answer', (t) => {
  const { send, answers } = bench();
  send('');
  t.deepEqual(answers(), []);
});

test('an id that is repeated acts once; sixteen are remembered, and one that was refused is not', (t) => {
  const { answerTo, ran } = bench();
  answerTo('{"gate":{"level":"wrong id"},"id":"a7"}');
  t.deepEqual(answerTo('{"gate":1,"id":"a7"}'), { repeated: true, command: 'gate', id: 'a7' });
  t.deepEqual(answerTo('{"interval":5,"id":"a7"}'), { repeated: true, command: 'interval', id: 'a7' });
  for (let id = 1; id <= 15; id += 1) answerTo(`{"gate":${id},"id":${id}}`);
  t.like(answerTo('{"gate":0,"id":"a7"}'), { repeated: true });
  answerTo('{"gate":16,"id":16}');
  t.is(ran.length, 17);
  t.deepEqual(answerTo('{"gate":0,"id":"a7"}'), { gate: 0, id: 'a7' });
  // A text is another than a number.
  t.deepEqual(answerTo('{"gate":0,"id":"16"}'), { gate: 0, id: '16' });
  t.like(answerTo('{"interval":0,"id":99}'), { error: 'bad-value' });
  t.deepEqual(answerTo('{"interval":1,"id":99}'), { interval: 1, id: 99 });
});

test('what a command throws is its answer, and a late or a second reply counts no more', (t) => {
  let reply: CommandReply = () => undefined;
  const commands: Commands = {
    broken: {
      run: () => {
        throw new Error('the valve is stuck');
      },
    },
    both: {
      run: (_value, answer) => {
        answer({ done: 1 });
        answer({ done: 2 });
        throw new Error('afterwards');
      },
    },
    slow: { run: (_value, answer) => (reply = answer) },
    huge: { run: (_value, answer) => answer('x'.repeat(600)) },
    none: { run: (_value, answer) => answer(undefined) },
  };
  const { time, answerTo, answers, progress, send } = bench(commands);
  t.deepEqual(answerTo('{"broken":1,"id":1}'), { error: 'failed', command: 'broken', reason: 'the valve is stuck', id: 1 });
  send('{"both":1}');
  t.deepEqual(answers(), [{ both: { done: 1 } }]);
  t.is(progress.at(-1)?.[0], 'handler-failed');
  t.like(answerTo('{"huge":1}'), { error: 'bad-answer', command: 'huge' });
  t.deepEqual(answerTo('{"none":1}'), { none: true });
  t.is(answerTo('{"slow":1,"id":"s"}'), undefined);
  time.advance(29_000);
  reply('in time');
  t.deepEqual(answers(), [{ slow: 'in time', id: 's' }]);
  send('{"slow":2}');
  time.advance(30_000);
  reply('late');
  t.deepEqual(answers(), [{ error: 'unanswered', command: 'slow' }]);
  t.is(time.armed, 0);
});

test('four may be under way, and a fifth is told so', (t) => {
  const replies: CommandReply[] = [];
  const { answerTo, answers, remote, time } = bench({ slow: { run: (_value, reply) => replies.push(reply) } });
  for (let count = 0; count < 4; count += 1) t.is(answerTo('{"slow":1}'), undefined);
  t.deepEqual(answerTo('{"slow":1}'), { error: 'busy', command: 'slow' });
  t.deepEqual(answerTo('{"interval":5}'), { error: 'busy', command: 'interval' });
  replies[2]();
  t.deepEqual(answers(), [{ slow: true }]);
  t.deepEqual(answerTo('{"interval":5}'), { interval: 5 });
  remote.close();
  replies[0]('after the end');
  t.deepEqual(answers(), []);
  t.is(time.armed, 0);
});

test('the answer that others can make the longest has room', (t) => {
  const { answerTo } = bench();
  const long = '\\u0001'.repeat(200);
  t.deepEqual(answerTo(`{"gate":{"${long}":1},"id":"${'\\"'.repeat(32)}"}`), { error: 'unknown-property', command: 'gate', id: '"'.repeat(32) });
});

test('a flood of anything leaves bounded, well-formed answers', (t) => {
  const run = fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 200 }), (messages) => {
    const { remote, answers } = bench();
    for (const bytes of messages) remote.handle(bytes);
    if (answers().length > 64) throw new Error('too many answers were kept');
  });
  check(t, run, { runs: 100 });
});

test('a table is checked by name', (t) => {
  const run = (): void => undefined;
  const refused: [string, unknown][] = [
    ['commands: must be an object', 7],
    ['commands.a b: must be 1 to 32 letters, digits, - and _', { 'a b': { run } }],
    ['commands.: must be 1 to 32 letters', { '': { run } }],
    [`commands.${'x'.repeat(33)}: must be 1 to 32 letters`, { ['x'.repeat(33)]: { run } }],
    ['commands.id: means something else in an answer', { id: { run } }],
    ['commands.restart: is built in', { restart: { run } }],
    ['commands.valve: must be an object', { valve: run }],
    ['commands.valve.run: must be a function', { valve: {} }],
    ['commands.valve.parse: must be a function', { valve: { run, parse: 1 } }],
    ['commands.valve.props: is no option', { valve: { run, props: [] } }],
    ['commands.valve.properties: must be an array', { valve: { run, properties: 'isOpen' } }],
    ['commands.valve.properties[1]: must be the name of a property', { valve: { run, properties: ['a', 1] } }],
    ['commands.valve.properties[0]: must be the name of a property', { valve: { run, properties: ['__proto__'] } }],
    ['commands: must be at most 32, are 33', Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`c${index}`, { run }]))],
  ];
  for (const [message, commands] of refused) {
    const error = t.throws(() => checkCommands(commands as Commands, ['restart']), { code: 'invalid-argument' }, message);
    t.true(error.message.startsWith(message), error.message);
  }
  t.notThrows(() => checkCommands({ 'a-B_9': { run, properties: ['x'] } }, []));
});
