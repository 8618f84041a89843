import type { Command } from '../../../modules/at/command.js';
import { utf8Length } from '../../../modules/base/utf8.js';
import * as mqtt from '../../../modules/fibocom/mqtt.js';
import type { Arguments } from '../line/arguments.js';
import type { Message, QoS } from '../../broker/uplink.js';
import { answer, handle, type Handler, ok, type Outcome, refuse } from '../line/handler.js';
import { CME, type CommandFailure } from '../line/result-codes.js';
import type { MqttSlot } from './mqtt-slot.js';
import type { MqttSlots } from './mqtt-slots.js';

/** What needs an open slot; opening and login are elsewhere. */
export function mqttHandlers(slots: MqttSlots): readonly Handler[] {
  const slotOf = (fields: Arguments) => slots.at(fields.integer('slot'));

  function closedFault(fields: Arguments): CommandFailure | undefined {
    return slotOf(fields).state === 'open' ? undefined : CME.notAllowed;
  }

  function publishFault(fields: Arguments): CommandFailure | undefined {
    return slotOf(fields).takesPublish ? closedFault(fields) : CME.notAllowed;
  }

  /** Checked before the prompt, and once more when the payload is there: the connection may be lost meanwhile. */
  function onOpenSlot(
    row: Command,
    act: (slot: MqttSlot, fields: Arguments, data: Uint8Array) => Outcome,
    faultOf = closedFault,
  ): Handler {
    const run = (fields: Arguments, data: Uint8Array) => {
      const fault = faultOf(fields);
      return fault === undefined ? act(slotOf(fields), fields, data) : refuse(fault);
    };
    return handle(row, run, faultOf);
  }

  function publish(slot: MqttSlot, message: Message): Outcome {
    return ok(() => slot.publish(message));
  }

  return [
    onOpenSlot(mqtt.mqttSubscribe, (slot, fields) => {
      const topic = fields.text('topic');
      const qos = qosOf(fields);
      return ok(() => slot.subscribe(topic, qos));
    }),
    onOpenSlot(mqtt.mqttUnsubscribe, (slot, fields) => {
      const topic = fields.text('topic');
      return ok(() => slot.unsubscribe(topic));
    }),
    onOpenSlot(
      mqtt.mqttPublish,
      (slot, fields) => publish(slot, messageOf(fields, fields.bytes('payload'))),
      publishFault,
    ),
    onOpenSlot(mqtt.mqttPublishLength, (slot, fields, data) => publish(slot, messageOf(fields, data)), publishFault),
    onOpenSlot(mqtt.mqttClose, (slot) => ok(() => slot.close())),
    onOpenSlot(mqtt.mqttRead, (slot) => {
      const message = slot.read();
      if (message === undefined) return emptyAnswer(slot);
      const { qos, topic, payload } = message;
      return answer([slot.number, qos, utf8Length(topic), payload.length, topic, payload]);
    }),
  ];
}

function emptyAnswer({ number, emptyQueueAnswer }: MqttSlot): Outcome {
  switch (emptyQueueAnswer) {
    case 'error':
      return refuse(CME.notAllowed);
    case 'ok':
      return ok();
    case 'slot':
      return answer([number]);
    case 'zero-length':
      return answer([number, 0, 0, 0, '', new Uint8Array(0)]);
  }
}

export function messageOf(fields: Arguments, payload: Uint8Array): Message {
  return { topic: fields.text('topic'), payload, qos: qosOf(fields), isRetained: fields.integer('retain') === 1 };
}

function qosOf(fields: Arguments): QoS {
  const qos = fields.integer('qos');
  return qos === 1 || qos === 2 ? qos : 0;
}
