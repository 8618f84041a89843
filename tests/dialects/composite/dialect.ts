import { command, type Urc } from '../../../modules/at/command.js';
import type { Request } from '../../../modules/at/dialogue/exchange.js';
import { integer, optional, quoted, word } from '../../../modules/at/field.js';
import { nameTable } from '../../../modules/at/line/names.js';
import { SlicedBuffer } from '../../../modules/at/send/sliced-buffer.js';
import { cellularError } from '../../../modules/base/errors.js';
import type { Dialect } from '../../../modules/cellular/dialect/dialect.js';
import type { Broker, MqttDialect, OutgoingPublish, Publication } from '../../../modules/cellular/dialect/mqtt.js';
import { functionality } from '../../../modules/cellular/device.js';
import { isIccid } from '../../../modules/cellular/identity.js';
import { standardCommands, standardUrcs } from '../../../modules/cellular/table.js';
import * as mqtt from './mqtt-commands.js';

const SOURCE = 'tests/dialects/composite';
const COMMON = { responseDeadline: 5000, repeatable: true, summary: '', source: SOURCE } as const;

const ready: Urc = { name: 'RDY', summary: '', source: SOURCE };
const cardReport: Urc = { name: '+XSIMSTAT', fields: [integer('enabled', 0, 1), integer('inserted', 0, 2)], summary: '', source: SOURCE };
/** The network has taken the address back. */
const deactivated: Urc = { name: '+XPDPDEACT', fields: [integer('context', 1, 16)], summary: '', source: SOURCE };
const timeSet: Urc = { name: '+XNTP', fields: [integer('error', 0, 999)], summary: '', source: SOURCE };

const defineContext = command({
  ...COMMON,
  name: '+CGDCONT',
  form: 'set',
  arguments: [integer('context', 1, 16), quoted('type', 1, 8), quoted('apn', 0, 100)],
});
/** It dials without a word of the address, and hangs up. */
const activate = command({
  ...COMMON,
  name: '+CGACT',
  form: 'set',
  arguments: [integer('state', 0, 1), integer('context', 1, 16)],
  responseDeadline: 150_000,
});
const addressQuery = command({
  ...COMMON,
  name: '+CGPADDR',
  form: 'action',
  arguments: [],
  reply: { prefix: '+CGPADDR', fields: [integer('context', 1, 16), optional(word('address'))] },
});
const synchroniseTime = command({
  ...COMMON,
  name: '+XNTP',
  form: 'set',
  arguments: [quoted('host', 1, 255), integer('port', 1, 65535)],
  completion: { urc: timeSet, repeats: 0, deadline: 60_000, succeeded: (fields) => fields.integerAt(0) === 0 },
});
const cardNumber = command({
  ...COMMON,
  name: '+XCCID',
  form: 'action',
  arguments: [],
  reply: { prefix: '+XCCID', fields: [word('iccid')], accepts: isIccid },
});
const sleep = command({ ...COMMON, name: '+XSCLK', form: 'set', arguments: [integer('mode', 0, 2)] });

const commands = [...standardCommands, defineContext, activate, addressQuery, synchroniseTime, cardNumber, sleep, ...mqtt.mqttCommands];
const urcs = [...standardUrcs, ready, cardReport, deactivated, timeSet, ...mqtt.mqttUrcs];
const NONE = '0.0.0.0';
const REASONS = ['', 'protocol version', 'identifier', 'unavailable', 'user or password', 'not authorised'];
/** `+XMQOPEN: <client>,2`: the client is in use. */
const OCCUPIED = 2;
const CAUSES = ['', 'closed by the broker', 'no answer to a ping'];

/** Two commands a message: its topic, and then the rest. */
class TopicThenMessage implements Publication {
  readonly length = 2;
  readonly #topic = new SlicedBuffer(256);
  readonly #topicValues: [number, number];
  readonly #values: [number, number, number, number, number];
  readonly #publish: typeof mqtt.publish;

  constructor(client: number, isCounted: boolean) {
    this.#topicValues = [client, 0];
    this.#values = [client, 0, 0, 0, 0];
    this.#publish = isCounted ? { ...mqtt.publish, completion: undefined } : mqtt.publish;
  }

  fill(publish: OutgoingPublish, index: number): void {
    if (index === 0) {
      this.#topic.contents.set(publish.topic);
      this.#topic.length = publish.topic.length;
      this.#topicValues[1] = publish.topic.length;
      publish.command = mqtt.publishTopic;
      publish.values = this.#topicValues;
      publish.data = this.#topic;
      return;
    }
    const values = this.#values;
    // At QoS 0 there is no identifier.
    values[1] = publish.qos === 0 ? 0 : publish.id;
    values[2] = publish.qos;
    values[3] = publish.retain;
    values[4] = publish.payload.length;
    publish.command = this.#publish;
    publish.values = values;
    publish.data = publish.payload;
  }
}

function opening(client: number, broker: Broker): readonly Request[] {
  const { host, port, keepAlive, isClean, id = 'composite', user, password } = broker;
  const credentials = user === '' ? [] : [user, password];
  return [
    { command: mqtt.keepAlive, values: [client, keepAlive, isClean ? 1 : 0] },
    { command: mqtt.openNetwork, values: [client, host, port] },
    { command: mqtt.connectBroker, values: [client, id, ...credentials] },
  ];
}

const client: MqttDialect = {
  setting: undefined,
  anySlot: 0,
  payloadLimit: 1548,
  longestKeepAlive: 3600,
  loginLimits: { user: 256, password: 256, clientId: 256 },
  opening,
  reasonIn: (fields) => (fields.has('code') ? fields.integer('code') : fields.integer('result')),
  isOccupied: ({ code, command: name }, reason) => code === 'failed' && name === 'AT+XMQOPEN=' && reason === OCCUPIED,
  explain: (_, error, reason) => {
    if (error.code !== 'failed' || error.command !== 'AT+XMQCONN=') return error;
    return cellularError('connection-refused', `AT+XMQCONN=: ${REASONS[reason]}`, { result: String(reason), isRetryable: true });
  },
  tlsCause: undefined,
  tlsFailureIn: () => undefined,
  closing: (slot) => [
    { command: mqtt.disconnect, values: [slot] },
    { command: mqtt.closeNetwork, values: [slot] },
  ],
  subscribing: (slot, filter, qos, id) => ({ command: mqtt.subscribe, values: [slot, id, filter, qos] }),
  grantedIn: (fields, asked) => (fields.has('granted') ? fields.integer('granted') : asked),
  unsubscribing: (slot, filter, id) => ({ command: mqtt.unsubscribe, values: [slot, id, filter] }),
  publication: (slot, isCounted) => new TopicThenMessage(slot, isCounted),
  published: mqtt.publishCompletion,
  fetching: {
    announced: mqtt.messageWaiting,
    command: mqtt.receive,
    values: (slot) => [slot],
    topicAt: 2,
    lengthAt: 3,
    qosAt: -1,
  },
  pushing: undefined,
  lossIn: (urc, fields) => (urc === mqtt.connectionLost ? CAUSES[fields.integerAt(1)] : undefined),
};

/** Another vendor's modules: nothing but this folder knows of them. */
export const composite: Dialect = {
  names: nameTable({ commands, urcs }),
  newsIn: (urc, fields) => {
    if (urc === ready) return 'restarted';
    if (urc === deactivated) return 'dataCall';
    if (urc !== cardReport) return undefined;
    return fields.integerAt(1) === 1 ? 'simReturned' : 'simRemoved';
  },
  simIdentity: cardNumber,
  restart: { command: functionality, values: [1] },
  sleeping: (mode) => ({ command: sleep, values: [mode] }),
  dataCall: {
    query: addressQuery,
    stateIn: (fields) => (hasAddress(fields.text('address')) ? 'up' : 'down'),
    addressIn: (fields) => {
      const text = fields.text('address');
      return hasAddress(text) ? text : undefined;
    },
    dialling: ({ apn = '' }) => [
      { command: defineContext, values: [1, 'IP', apn] },
      { command: activate, values: [1, 1] },
    ],
    hangUp: { command: activate, values: [0, 1] },
  },
  timeService: {
    synchronising: (host, port) => ({ command: synchroniseTime, values: [host, port] }),
    isRunning: () => false,
  },
  tls: undefined,
  slots: {
    numbers: [0, 1, 2, 3, 4, 5],
    minimum: 0,
    maximum: 5,
    // All others name their message.
    unsettling: [mqtt.networkOpened, mqtt.brokerConnected],
    keepsWill: false,
    closed: mqtt.networkClosed,
  },
  mqtt: [client],
};

function hasAddress(text: string): boolean {
  return text !== '' && text !== NONE;
}
