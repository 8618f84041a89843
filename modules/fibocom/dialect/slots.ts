import type { SlotRules } from '../../cellular/dialect/dialect.js';
import { mqttClose, SLOTS } from '../mqtt.js';
import { mqttClosed, mqttOpened, mqttPublished, mqttSubscribed, mqttUnsubscribed } from '../urcs.js';

const [SLOT] = mqttClose.arguments;

/** Some builds have a third slot, which is used where it is asked for (docs/facts.md#slots). */
export const slots: SlotRules = {
  numbers: SLOTS,
  minimum: SLOT.minimum,
  maximum: SLOT.maximum,
  unsettling: [mqttOpened, mqttSubscribed, mqttUnsubscribed, mqttPublished],
  closed: mqttClosed,
  keepsWill: true,
};
