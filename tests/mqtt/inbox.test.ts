import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { FieldReader } from '../../modules/at/line/field-reader.js';
import { mqttMessage } from '../../modules/fibocom/urcs.js';
import { Inbox } from '../../modules/mqtt/inbox.js';
import { check } from '../property.js';

const CAPACITY = 64;
const LIMIT = 16;
/** Where the fields of a pushed message are. */
const PUSHED = { message: mqttMessage, qosAt: 1, topicAt: 2, payloadAt: 3 };

interface Message {
  readonly topic: string;
  readonly payload: string;
  readonly qos: number;
}

/** The fields of a pushed message. */
function fieldsOf({ topic, payload, qos }: Message): FieldReader {
  const fields = new FieldReader();
  const bytes = Buffer.from(`1,${qos},"${topic}","${payload}"`);
  assert.ok(fields.match(mqttMessage.fields ?? [], bytes, -1, 0, bytes.length));
  return fields;
}

function first(inbox: Inbox): Message {
  const topic = Buffer.from(inbox.bytes.subarray(inbox.topicStart, inbox.topicStart + inbox.topicLength)).toString();
  const payload = new Uint8Array(inbox.payloadLength);
  assert.equal(inbox.unread, payload.length);
  assert.equal(inbox.read(payload), payload.length);
  assert.equal(inbox.unread, 0);
  return { topic, payload: Buffer.from(payload).toString(), qos: inbox.qos };
}

const letters = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength, maxLength });
const message = fc.record({ topic: letters(1, 6), payload: letters(0, 30), qos: fc.nat(2) }, { noNullPrototype: true });
const step = fc.oneof({ weight: 3, arbitrary: message }, { weight: 2, arbitrary: fc.constant('take' as const) });

test('messages come out as they went in, as long as there is room, and those that did not fit are counted', (t) => {
  check(
    t,
    fc.property(fc.array(step, { maxLength: 60 }), (script) => {
      const inbox = new Inbox(new Uint8Array(CAPACITY));
      const model: Message[] = [];
      let dropped = 0;
      for (const action of script) {
        if (action === 'take') {
          assert.equal(inbox.isEmpty, model.length === 0);
          const expected = model.shift();
          if (expected === undefined) continue;
          assert.deepEqual(first(inbox), expected);
          inbox.remove();
          continue;
        }
        const used = model.reduce((sum, { topic, payload }) => sum + topic.length + payload.length, 0);
        const fits = model.length < LIMIT && used + action.topic.length + action.payload.length <= CAPACITY;
        inbox.add(fieldsOf(action), PUSHED);
        if (fits) model.push(action);
        else dropped += 1;
        assert.equal(inbox.dropped, dropped);
      }
      for (const expected of model) {
        assert.deepEqual(first(inbox), expected);
        inbox.remove();
      }
      assert.ok(inbox.isEmpty);
    }),
    { runs: 500 },
  );
});

test('a message is read in pieces, and what is left of it stays where it is while others come', (t) => {
  const inbox = new Inbox(new Uint8Array(CAPACITY));
  inbox.add(fieldsOf({ topic: 't', payload: 'x'.repeat(30), qos: 0 }), PUSHED);
  inbox.add(fieldsOf({ topic: 't', payload: 'abcdefgh', qos: 1 }), PUSHED);
  inbox.remove();
  const piece = new Uint8Array(3);
  t.is(inbox.read(piece), 3);
  inbox.add(fieldsOf({ topic: 'u', payload: 'y'.repeat(40), qos: 2 }), PUSHED);
  t.is(inbox.dropped, 0);
  t.is(inbox.unread, 5);
  const rest = new Uint8Array(10);
  t.is(inbox.read(rest), 5);
  t.is(Buffer.from([...piece, ...rest.subarray(0, 5)]).toString(), 'abcdefgh');
  inbox.remove();
  t.deepEqual(first(inbox), { topic: 'u', payload: 'y'.repeat(40), qos: 2 });
});

test('without a message there is nothing to read, and nothing to forget', (t) => {
  const inbox = new Inbox(new Uint8Array(CAPACITY));
  t.is(inbox.unread, 0);
  t.is(inbox.read(new Uint8Array(4)), 0);
  inbox.remove();
  inbox.drop();
  t.deepEqual([inbox.isEmpty, inbox.dropped], [true, 0]);
});

test('a message that is longer than the module can tell is dropped, however large the buffer is', (t) => {
  const inbox = new Inbox(new Uint8Array(100_000));
  inbox.add(fieldsOf({ topic: 't', payload: 'x'.repeat(65_535), qos: 0 }), PUSHED);
  t.deepEqual([inbox.isEmpty, inbox.dropped], [true, 1]);
  inbox.add(fieldsOf({ topic: 't', payload: 'x'.repeat(65_534), qos: 0 }), PUSHED);
  t.is(inbox.payloadLength, 65_534);
});
