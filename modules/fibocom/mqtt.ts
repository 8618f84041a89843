import { command, type Completion, type Urc } from '../at/command.js';
import { checked, counted, integer, optional, quoted, secret } from '../at/field.js';
import { problemWithHost } from '../cellular/host-name.js';
import { mqttClosed, mqttOpened, mqttPublished, mqttSubscribed, mqttUnsubscribed } from './urcs.js';

/** Connection slots of the module. The guide calls them Client_id; the MQTT client identifier is another thing. */
export const SLOTS = [1, 2] as const;

const SLOT = integer('slot', 1, 3);
const QOS = integer('qos', 0, 2);
const RETAIN = integer('retain', 0, 1);
const TOPIC = quoted('topic', 1, 255);

/** Longest payload that is known to pass in quotes (docs/facts.md#payload-limits). */
export const QUOTED_PAYLOAD_LIMIT = 1024;
/** Longest payload in length mode that the driver sends; the module's own limit is unknown. */
export const PAYLOAD_LIMIT = 4096;

/** The URC has the slot first, and then the status. */
function acknowledgedBy(urc: Urc, deadline: number): Completion {
  return { urc, repeats: 1, deadline, succeeded: (fields) => fields.integerAt(1) === 1 };
}

export const mqttUser = command({
  name: '+MQTTUSER',
  form: 'set',
  arguments: [SLOT, quoted('user', 0, 512, 128), secret('password', 0, 1024, 128), optional(quoted('clientId', 0, 256, 23))],
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Sets user, password and client identifier for the next open; the identifier defaults to the IMEI.',
  source: '§4.1.1',
});

/** There are modules that do not know it, and some that leave out the password. */
export const mqttUserQuery = command({
  name: '+MQTTUSER',
  form: 'read',
  arguments: [],
  reply: {
    prefix: '+MQTTUSER',
    fields: [SLOT, optional(quoted('user', 0, 512)), optional(secret('password', 0, 1024)), optional(quoted('clientId', 0, 256))],
    isRepeated: true,
  },
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Tells the logins that were set, a line for each slot: asked where one is longer than documented.',
  source: 'docs/facts.md#credentials',
});

export const mqttWill = command({
  name: '+MQTTWILL',
  form: 'set',
  arguments: [SLOT, TOPIC, QOS, RETAIN, quoted('payload', 0, QUOTED_PAYLOAD_LIMIT)],
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Sets the will for the next open.',
  source: '§3.2, §4.1.1',
});

export const mqttWillLength = command({
  name: '+MQTTWILL',
  form: 'set',
  arguments: [SLOT, TOPIC, QOS, RETAIN, integer('length', 1, PAYLOAD_LIMIT)],
  data: { lengthAt: 4, promptDeadline: 5000 },
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Sets a will whose payload follows a prompt.',
  source: 'docs/facts.md#will',
});

export const mqttOpen = command({
  name: '+MQTTOPEN',
  form: 'set',
  arguments: [
    SLOT,
    checked('host', 1, 255, problemWithHost),
    integer('port', 1, 65535),
    integer('clean', 0, 1),
    integer('keepAlive', 0, 300),
    optional(integer('tls', 0, 2)),
  ],
  completion: acknowledgedBy(mqttOpened, 75000),
  responseDeadline: 15000,
  repeatable: false,
  summary: 'Connects to a broker: clean session flag, keep-alive in seconds, TLS by 2.',
  source: '§3.2, §4.1.1, §4.2.2',
});

export const mqttSubscribe = command({
  name: '+MQTTSUB',
  form: 'set',
  arguments: [SLOT, TOPIC, QOS],
  completion: acknowledgedBy(mqttSubscribed, 30000),
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Subscribes to a topic filter.',
  source: '§4.1.2',
});

export const mqttUnsubscribe = command({
  name: '+MQTTUNSUB',
  form: 'set',
  arguments: [SLOT, TOPIC],
  completion: acknowledgedBy(mqttUnsubscribed, 30000),
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Ends a subscription.',
  source: '§4.1.4',
});

/** At QoS 0 it follows the send, at QoS 1 and 2 the broker's acknowledgement. */
export const publishCompletion: Completion = acknowledgedBy(mqttPublished, 30000);

export const mqttPublish = command({
  name: '+MQTTPUB',
  form: 'set',
  arguments: [SLOT, TOPIC, QOS, RETAIN, quoted('payload', 0, QUOTED_PAYLOAD_LIMIT)],
  completion: publishCompletion,
  responseDeadline: 5000,
  repeatable: false,
  summary: 'Publishes a message whose payload is quoted.',
  source: '§4.1.3',
});

export const mqttPublishLength = command({
  name: '+MQTTPUB',
  form: 'set',
  arguments: [SLOT, TOPIC, QOS, RETAIN, integer('length', 1, PAYLOAD_LIMIT)],
  data: { lengthAt: 4, promptDeadline: 5000 },
  completion: publishCompletion,
  responseDeadline: 5000,
  repeatable: false,
  summary: 'Publishes a message whose payload follows a prompt.',
  source: '§4.1.3',
});

export const mqttClose = command({
  name: '+MQTTCLOSE',
  form: 'set',
  arguments: [SLOT],
  completion: acknowledgedBy(mqttClosed, 15000),
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Disconnects from the broker.',
  source: '§4.1.5',
});

export const mqttReceiveMode = command({
  name: '+MQTTCONF',
  form: 'set',
  arguments: [integer('mode', 0, 1)],
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Makes arriving messages wait for AT+MQTTREAD (1) instead of being pushed as +MQTTMSG (0); before open.',
  source: 'docs/facts.md#fetched-messages',
});

/** Not repeatable: reading takes the message out of the module. */
export const mqttRead = command({
  name: '+MQTTREAD',
  form: 'set',
  arguments: [SLOT],
  reply: {
    prefix: '+MQTTREAD',
    // What an empty queue is answered with is not known; the slot alone would be no line that was spoilt.
    fields: [
      SLOT,
      optional(QOS),
      optional(integer('topicLength', 0, 65535)),
      optional(integer('payloadLength', 0, 65535)),
      optional(counted('topic', 2)),
      optional(counted('payload', 3)),
    ],
  },
  responseDeadline: 10000,
  repeatable: false,
  summary: 'Takes one waiting message, with exact lengths.',
  source: 'docs/facts.md#fetched-messages',
});
