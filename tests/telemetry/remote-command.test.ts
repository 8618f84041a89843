import test from 'ava';
import fc from 'fast-check';
import { Reporter, type Progress } from '../../modules/telemetry/progress.js';
import { RemoteCommand } from '../../modules/telemetry/remote-command.js';
import { check } from '../property.js';
import { publisherParts } from './text-records.js';

function bench() {
  const intervals: number[] = [];
  const progress: Progress[] = [];
  const command = new RemoteCommand({
    ...publisherParts(),
    topic: 'p/n/response',
    QoS: 1,
    reporter: new Reporter((...event) => progress.push(event)),
    onInterval: (seconds) => intervals.push(seconds),
  });
  const send = (text: string): void => {
    const bytes = new TextEncoder().encode(text);
    command.handle(bytes);
  };
  const responses = (): string[] => {
    const texts: string[] = [];
    for (let message = command.responses.next(); message !== undefined; message = command.responses.next()) {
      texts.push(new TextDecoder().decode(message.payload));
      command.responses.delivered();
    }
    return texts;
  };
  return { command, send, responses, intervals, progress };
}

test('an accepted command is obeyed and answered with what is in force', (t) => {
  const { command, send, responses, intervals } = bench();
  send('{"interval": 300}');
  t.deepEqual(intervals, [300]);
  t.like(command.responses.next(), { topic: 'p/n/response', QoS: 1, retain: false });
  t.deepEqual(responses(), ['{"interval":300}']);
});

test('a refused command changes nothing and is answered with the reason', (t) => {
  const { send, responses, intervals, progress } = bench();
  send('{"interval": 0}');
  send('reboot');
  t.deepEqual(intervals, []);
  t.deepEqual(responses(), ['{"error":"out-of-range"}', '{"error":"malformed"}']);
  t.deepEqual(progress, [
    ['command-refused', 'out-of-range'],
    ['command-refused', 'malformed'],
  ]);
});

test('a command that is too long is refused unread', (t) => {
  const { command, responses } = bench();
  command.refuseTooLong();
  t.deepEqual(responses(), ['{"error":"too-long"}']);
});

test('an empty message, which clears a retained command, wants no answer', (t) => {
  const { send, responses } = bench();
  send('');
  t.deepEqual(responses(), []);
});

test('a response is the same until it was delivered, and answers keep their order', (t) => {
  const { command, send, responses } = bench();
  send('{"interval":1}');
  send('{"interval":2}');
  const first = new TextDecoder().decode(command.responses.next()?.payload);
  t.is(first, '{"interval":1}');
  t.deepEqual(responses(), ['{"interval":1}', '{"interval":2}']);
});

test('a flood of anything leaves bounded, well-formed answers', (t) => {
  const run = fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 200 }), (messages) => {
    const { command, responses } = bench();
    for (const bytes of messages) command.handle(bytes);
    const texts = responses();
    if (texts.length > 64) throw new Error(`${texts.length} answers were kept`);
    for (const text of texts) JSON.parse(text);
  });
  check(t, run, { runs: 100 });
});
