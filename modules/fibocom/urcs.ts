import type { Urc } from '../at/command.js';
import { integer, optional, quoted, tail, word } from '../at/field.js';

const SLOT = integer('slot', 1, 3);
const QOS = integer('qos', 0, 2);

/** `+MQTTxxx: <slot>,<status>`: 1 is success, 0 is failure and final; other vendors use 0 for success. */
const STATUS = [SLOT, integer('status', 0, 999), optional(integer('reason', 0, 999))] as const;

function status(name: string, summary: string, source: string) {
  return { name, fields: STATUS, slotAt: 0, summary, source } as const;
}

export const atReady: Urc = { name: 'AT command ready', summary: 'The module has started and takes commands.', source: '§4.1.1' };
export const simReady: Urc = { name: '+SIM READY', summary: 'The SIM card is ready.', source: '§4.1.1' };
export const simDropped: Urc = { name: '+SIM DROP', summary: 'The SIM card was lost.', source: 'docs/facts.md#sim-reports' };
export const simChanged: Urc = {
  name: '+SIM',
  fields: [word('state')],
  summary: 'The SIM card was inserted or removed.',
  source: 'docs/facts.md#sim-reports',
};

/** Seen: `<ip>`, `1,<ip>`, `<ip4>,<ip6>`, `0` and `0,0.0.0.0,0.0.0.0,0.0.0.0`; whatever is no address is no context. */
export const dataCallChanged: Urc = {
  name: '+MIPCALL',
  fields: [word('first'), optional(word('second')), optional(word('third')), optional(word('fourth'))],
  summary: 'The data call has an address, or is down.',
  source: '§4.1.1; docs/facts.md#data-call',
};
export const timeSynchronised: Urc = {
  name: '+MIPNTP',
  fields: [integer('status', -999, 999)],
  summary: 'Time synchronisation ended: 1 is success.',
  source: '§6',
};

export const mqttOpened: Urc = status('+MQTTOPEN', 'The MQTT connection is open (1), or could not be opened.', '§4.1.1');
export const mqttSubscribed: Urc = status('+MQTTSUB', 'The broker has acknowledged a subscription.', '§4.1.2');
export const mqttUnsubscribed: Urc = status('+MQTTUNSUB', 'The broker has acknowledged the end of a subscription.', '§4.1.4');
export const mqttPublished: Urc = status(
  '+MQTTPUB',
  'A message was published; at QoS 1 and 2 the broker has acknowledged it.',
  '§4.1.3',
);
export const mqttClosed: Urc = status('+MQTTCLOSE', 'The MQTT connection is closed; unsolicited, it was lost.', '§4.1.5');

export const mqttMessage: Urc = {
  name: '+MQTTMSG',
  fields: [SLOT, QOS, quoted('topic', 0, 65535), tail('payload')],
  slotAt: 0,
  summary: 'A message arrived; its payload is not escaped.',
  source: '§4.1.3',
};
export const mqttMessageWaiting: Urc = {
  name: '+MQTTMSGI',
  fields: [SLOT, QOS, integer('topicLength', 0, 65535), integer('payloadLength', 0, 65535)],
  slotAt: 0,
  summary: 'A message waits in the module to be read with AT+MQTTREAD.',
  source: 'docs/facts.md#fetched-messages',
};
export const mqttBroken: Urc = {
  name: '+MQTTBREAK',
  fields: [SLOT, optional(integer('cause', 0, 99))],
  slotAt: 0,
  summary: 'The MQTT connection was lost: 1 closed by network or server, 2 radio link lost, 3 not registered.',
  source: 'docs/facts.md#lost-connections',
};
export const mqttLost: Urc = {
  name: '+MQTTLOSE',
  fields: [SLOT, optional(integer('cause', 0, 99))],
  slotAt: 0,
  summary: 'The MQTT connection was lost, as one family says it.',
  source: 'docs/facts.md#lost-connections',
};
