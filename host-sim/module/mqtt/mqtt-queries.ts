import { integer } from '../../../modules/at/field.js';
import { mqttUserQuery, SLOTS } from '../../../modules/fibocom/mqtt.js';
import { answer, handle, type Handler } from '../line/handler.js';
import { readRow } from '../line/rows.js';
import type { Profile } from '../profile.js';
import type { MqttSlot } from './mqtt-slot.js';
import type { MqttSlots } from './mqtt-slots.js';

const OPEN = { summary: 'Tells the slots that are open, or 0.', source: 'docs/facts.md#what-does-not-exist' };
const SLOT = [integer('slot', 0, Math.max(...SLOTS) + 1)];

/** Made once: a module makes its handlers at each start. */
const OPEN_READ = readRow('+MQTTOPEN', OPEN, SLOT);
const CLOSE_READ = readRow('+MQTTCLOSE', OPEN, SLOT);
/** What programs for L610 ask before they open: which slots can be used, and with what login. The driver asks of it a long login alone. */
export function mqttQueryHandlers(slots: MqttSlots, profile: Profile): readonly Handler[] {
  const tellOpen = () => {
    const open = slots.all.filter(({ state }) => state === 'open');
    return open.length === 0 ? answer([0]) : answer(...open.map(({ number }) => [number]));
  };
  const loginOf = ({ number, login: { user, password, clientId } }: MqttSlot) =>
    [number, user, profile.tellsPassword ? password : '', clientId === '' ? undefined : clientId] as const;
  return [
    handle(OPEN_READ, tellOpen),
    handle(CLOSE_READ, tellOpen),
    handle(mqttUserQuery, () => answer(...slots.all.filter(({ hasLogin }) => hasLogin).map(loginOf))),
  ];
}
