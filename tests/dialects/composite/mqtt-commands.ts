import { command, type Completion, type Urc } from '../../../modules/at/command.js';
import { counted, integer, optional, quoted, secret, word } from '../../../modules/at/field.js';
import { utf8Bytes } from '../../../modules/base/utf8.js';

/**
 * How the MQTT client of a module is used whose vendor does it otherwise than the one of the product: composed of shapes that
 * differ in the field. As at Quectel a connection is opened by two commands, 0 is success, and completions carry a message
 * identifier, under which it may be told meanwhile that a message is sent once more; as at SIMCom a publish is several commands;
 * as at Sierra Wireless it is a line, `CONNECT`, that asks for data.
 */
const CLIENT = integer('client', 0, 5);
const MESSAGE = integer('message', 0, 65535);
const RESULT = integer('result', 0, 2);
const QOS = integer('qos', 0, 2);
const TOPIC = quoted('topic', 1, 255);
const PROMPT = utf8Bytes('CONNECT');
const ONCE_MORE = 1;
const SOURCE = 'tests/dialects/composite';

function urc(name: string, fields: Urc['fields'], rest: Partial<Urc> = {}): Urc {
  return { name, fields, slotAt: 0, summary: '', source: SOURCE, ...rest };
}

function succeedsAt(index: number, row: Urc, repeats: 1 | 2, deadline: number): Completion {
  return { urc: row, repeats, deadline, succeeded: (fields) => fields.integerAt(index) === 0 };
}

export const networkOpened = urc('+XMQOPEN', [CLIENT, integer('result', -1, 5)]);
export const brokerConnected = urc('+XMQCONN', [CLIENT, RESULT, optional(integer('code', 0, 5))]);
export const subscribed = urc('+XMQSUB', [CLIENT, MESSAGE, RESULT, optional(integer('granted', 0, 128))]);
export const unsubscribed = urc('+XMQUNS', [CLIENT, MESSAGE, RESULT]);
export const published = urc('+XMQPUB', [CLIENT, MESSAGE, RESULT], { isInterim: (fields) => fields.integerAt(2) === ONCE_MORE });
export const disconnected = urc('+XMQDISC', [CLIENT, RESULT]);
export const networkClosed = urc('+XMQCLOSE', [CLIENT, RESULT]);
export const connectionLost = urc('+XMQSTAT', [CLIENT, integer('cause', 1, 7)]);
/** The reply of the same name goes on behind the message identifier. */
export const messageWaiting = urc('+XMQRECV', [CLIENT, MESSAGE, optional(word('topic'))], { isReply: (fields) => fields.has('topic') });

export const mqttUrcs: readonly Urc[] = [
  networkOpened,
  brokerConnected,
  subscribed,
  unsubscribed,
  published,
  disconnected,
  networkClosed,
  connectionLost,
  messageWaiting,
];

const COMMON = { form: 'set', responseDeadline: 5000, summary: '', source: SOURCE } as const;

export const keepAlive = command({
  ...COMMON,
  name: '+XMQALIVE',
  arguments: [CLIENT, integer('seconds', 0, 3600), integer('clean', 0, 1)],
  repeatable: true,
});

export const openNetwork = command({
  ...COMMON,
  name: '+XMQOPEN',
  arguments: [CLIENT, quoted('host', 1, 100), integer('port', 1, 65535)],
  completion: succeedsAt(1, networkOpened, 1, 75000),
  repeatable: false,
});

export const connectBroker = command({
  ...COMMON,
  name: '+XMQCONN',
  arguments: [CLIENT, quoted('clientId', 1, 128), optional(quoted('user', 0, 256)), optional(secret('password', 0, 256))],
  completion: succeedsAt(1, brokerConnected, 1, 30000),
  repeatable: false,
});

export const subscribe = command({
  ...COMMON,
  name: '+XMQSUB',
  arguments: [CLIENT, integer('message', 1, 65535), TOPIC, QOS],
  completion: succeedsAt(2, subscribed, 2, 30000),
  repeatable: true,
});

export const unsubscribe = command({
  ...COMMON,
  name: '+XMQUNS',
  arguments: [CLIENT, integer('message', 1, 65535), TOPIC],
  completion: succeedsAt(2, unsubscribed, 2, 30000),
  repeatable: true,
});

export const publishTopic = command({
  ...COMMON,
  name: '+XMQTOPIC',
  arguments: [CLIENT, integer('length', 1, 255)],
  data: { lengthAt: 1, prompt: PROMPT, promptDeadline: 5000 },
  repeatable: true,
});

export const publishCompletion = succeedsAt(2, published, 2, 30000);

export const publish = command({
  ...COMMON,
  name: '+XMQPUB',
  arguments: [CLIENT, MESSAGE, QOS, integer('retain', 0, 1), integer('length', 0, 1548)],
  data: { lengthAt: 4, prompt: PROMPT, promptDeadline: 5000 },
  completion: publishCompletion,
  repeatable: false,
});

export const disconnect = command({
  ...COMMON,
  name: '+XMQDISC',
  arguments: [CLIENT],
  completion: succeedsAt(1, disconnected, 1, 15000),
  repeatable: true,
});

export const closeNetwork = command({
  ...COMMON,
  name: '+XMQCLOSE',
  arguments: [CLIENT],
  completion: succeedsAt(1, networkClosed, 1, 15000),
  repeatable: true,
});

export const receive = command({
  ...COMMON,
  name: '+XMQRECV',
  arguments: [CLIENT],
  reply: { prefix: '+XMQRECV', fields: [CLIENT, MESSAGE, quoted('topic', 1, 255), integer('length', 0, 65535), counted('payload', 3)] },
  repeatable: false,
});

export const mqttCommands = [
  keepAlive,
  openNetwork,
  connectBroker,
  subscribe,
  unsubscribe,
  publishTopic,
  publish,
  disconnect,
  closeNetwork,
  receive,
];
