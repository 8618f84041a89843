import type { Urc } from '../../at/command.js';
import type { FieldReader } from '../../at/line/field-reader.js';
import { type CellularError, cellularError } from '../../base/errors.js';
import type { MqttDialect } from '../../cellular/dialect/mqtt.js';
import { breakCause, tlsCause } from '../causes.js';
import {
  mqttClose,
  mqttOpen,
  mqttRead,
  mqttReceiveMode,
  mqttSubscribe,
  mqttUnsubscribe,
  mqttUser,
  PAYLOAD_LIMIT,
  publishCompletion,
  SLOTS,
} from '../mqtt.js';
import { tlsError } from '../tls.js';
import { mqttBroken, mqttClosed, mqttLost, mqttMessage, mqttMessageWaiting } from '../urcs.js';
import { explain, opening } from './opening.js';
import { FibocomPublication } from './publication.js';

const READ = 1;
const [, , , , KEEP_ALIVE] = mqttOpen.arguments;
const [, USER, PASSWORD, CLIENT_ID] = mqttUser.arguments;

/** Messages are fetched, which have exact lengths then: the preferred way. */
const fetched: MqttDialect = {
  setting: { command: mqttReceiveMode, values: [READ] },
  anySlot: SLOTS[0],
  payloadLimit: PAYLOAD_LIMIT,
  longestKeepAlive: KEEP_ALIVE.maximum,
  loginLimits: { user: USER.maximum, password: PASSWORD.maximum, clientId: CLIENT_ID.maximum },
  opening,
  reasonIn,
  // A slot that is open, is closing, or is opening refuses to be opened.
  isOccupied: (error) => error.code === 'refused',
  explain,
  tlsCause: tlsError,
  tlsFailureIn,
  closing: (slot) => [{ command: mqttClose, values: [slot] }],
  subscribing: (slot, filter, qos) => ({ command: mqttSubscribe, values: [slot, filter, qos] }),
  grantedIn: (_, asked) => asked,
  unsubscribing: (slot, filter) => ({ command: mqttUnsubscribe, values: [slot, filter] }),
  publication: (slot, isCounted) => new FibocomPublication(slot, isCounted),
  published: publishCompletion,
  fetching: {
    announced: mqttMessageWaiting,
    command: mqttRead,
    values: (slot) => [slot],
    qosAt: 1,
    lengthAt: 3,
    topicAt: 4,
  },
  pushing: { message: mqttMessage, qosAt: 1, topicAt: 2, payloadAt: 3 },
  lossIn,
};

/** A module that does not know the setting pushes its messages, as guide §4.1.3 has it. */
const pushed: MqttDialect = { ...fetched, setting: undefined, fetching: undefined };

/** The ways in which these modules are used, the preferred one first. */
export const mqtt: readonly MqttDialect[] = [fetched, pushed];

/** A status that is neither success nor failure is the reason itself; a field behind that one is a later release's. */
function reasonIn(fields: FieldReader): number {
  const status = fields.integer('status');
  return status > 0 ? status : fields.integer('reason');
}

function tlsFailureIn(fields: FieldReader): CellularError | undefined {
  const code = fields.integerAt(0);
  if (code === 0) return undefined;
  const details = { command: 'AT+MQTTOPEN=', result: String(code), isRetryable: true };
  return cellularError('tls', `TLS: ${tlsCause(code)} (GTSSLERR ${code})`, details);
}

function lossIn(urc: Urc, fields: FieldReader): string | undefined {
  if (urc !== mqttBroken && urc !== mqttLost && urc !== mqttClosed) return undefined;
  return fields.has('cause') ? breakCause(fields.integer('cause')) : 'the module tells no cause';
}
