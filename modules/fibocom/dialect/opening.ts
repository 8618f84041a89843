import type { Request } from '../../at/dialogue/exchange.js';
import { SlicedBuffer } from '../../at/send/sliced-buffer.js';
import { type CellularError, cellularError } from '../../base/errors.js';
import type { Broker, BrokerWill } from '../../cellular/dialect/mqtt.js';
import { refusalReason } from '../causes.js';
import { mqttOpen, mqttUser, mqttWill, mqttWillLength } from '../mqtt.js';
import { goesInQuotes } from './payload-form.js';

/** How the command spells TLS; plain TCP is its default. */
const TLS = 2;
/** The guide's bounds, in bytes; modules take longer ones. */
const DOCUMENTED_ID = 23;
const DOCUMENTED_CREDENTIAL = 128;

/** Credentials, will, open. */
export function opening(slot: number, broker: Broker): readonly Request[] {
  const { host, port, isClean, keepAlive, isTls, user, password, id, will } = broker;
  const identify = { command: mqttUser, values: [slot, user, password, id] };
  const open = { command: mqttOpen, values: [slot, host, port, isClean ? 1 : 0, keepAlive, isTls ? TLS : undefined] };
  return will === undefined ? [identify, open] : [identify, bequeath(slot, will), open];
}

function bequeath(slot: number, { topic, message, qos, retain }: BrokerWill): Request {
  const payload = new SlicedBuffer(Math.max(1, message.length));
  payload.contents.set(message);
  payload.length = message.length;
  return goesInQuotes(payload)
    ? { command: mqttWill, values: [slot, topic, qos, retain, payload] }
    : { command: mqttWillLength, values: [slot, topic, qos, retain, payload.length], data: payload };
}

/** What the broker, or the module, did not like. */
export function explain({ command }: Request, error: CellularError, reason: number, broker: Broker): CellularError {
  if (error.code === 'failed') return refusal(reason);
  if (error.code !== 'refused') return error;
  if (command === mqttUser) return explainUser(error, broker);
  return command === mqttOpen ? explainOpen(error, broker) : error;
}

function refusal(reason: number): CellularError {
  const message = `AT+MQTTOPEN=: ${refusalReason(reason)}`;
  const result = reason > 0 ? String(reason) : undefined;
  return cellularError('connection-refused', message, { command: 'AT+MQTTOPEN=', result, isRetryable: true });
}

/** A module need not know a keep-alive of 0, and would only say that it does not like something of its command. */
function explainOpen(error: CellularError, { keepAlive }: Broker): CellularError {
  if (keepAlive !== 0) return error;
  return refined(error, 'keepAlive: 0 may not be known to this module, 1000 to 300000 milliseconds are');
}

/** Over the documented length the module may refuse; the error says which limit was passed. */
function explainUser(error: CellularError, { id, user, password }: Broker): CellularError {
  const isIdLong = (id?.length ?? 0) > DOCUMENTED_ID;
  if (!isIdLong && user.length <= DOCUMENTED_CREDENTIAL && password.length <= DOCUMENTED_CREDENTIAL) return error;
  return refined(error, 'documented are 128 bytes for user and password and 23 for the client identifier');
}

function refined({ message, command, result }: CellularError, remark: string): CellularError {
  return cellularError('refused', `${message}: ${remark}`, { command, result, isRetryable: false });
}
