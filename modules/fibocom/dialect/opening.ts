import type { Request } from '../../at/dialogue/exchange.js';
import { SlicedBuffer } from '../../at/send/sliced-buffer.js';
import { type CellularError, cellularError } from '../../base/errors.js';
import type { FieldReader } from '../../at/line/field-reader.js';
import { utf8Bytes, utf8Length } from '../../base/utf8.js';
import type { Broker, BrokerWill, OpeningRequest } from '../../cellular/dialect/mqtt.js';
import { refusalReason } from '../causes.js';
import { mqttOpen, mqttUser, mqttUserQuery, mqttWill, mqttWillLength } from '../mqtt.js';
import { goesInQuotes } from './payload-form.js';

/** How the command spells TLS; plain TCP is its default. */
const TLS = 2;
const [, USER, PASSWORD, CLIENT_ID] = mqttUser.arguments;
const WAYS_OUT = 'a shorter one, a shorter method of signing, or a certificate in its place (docs/platforms.md#what-the-module-can-carry)';

/** Credentials, and what the module has made of them where they are longer than documented; will, open. */
export function opening(slot: number, broker: Broker): readonly OpeningRequest[] {
  const { host, port, isClean, keepAlive, isTls, user, password, id, will } = broker;
  const requests: OpeningRequest[] = [{ command: mqttUser, values: [slot, user, password, id] }];
  if (isLong(broker)) requests.push({ command: mqttUserQuery, values: [], problemIn: (fields) => problemWithKept(fields, slot, broker) });
  if (will !== undefined) requests.push(bequeath(slot, will));
  requests.push({ command: mqttOpen, values: [slot, host, port, isClean ? 1 : 0, keepAlive, isTls ? TLS : undefined] });
  return requests;
}

function isLong({ user, password, id = '' }: Broker): boolean {
  const isPasswordLong = (typeof password === 'string' ? utf8Length(password) : password.length) > PASSWORD.documented;
  return isPasswordLong || utf8Length(user) > USER.documented || utf8Length(id) > CLIENT_ID.documented;
}

/**
 * A module that cuts says nothing, and the broker would refuse a stranger, or take the node for another one. What is told in another
 * way than as the beginning, such as asterisks, proves nothing.
 */
function problemWithKept(fields: FieldReader, slot: number, { user, password, id = '' }: Broker): CellularError | undefined {
  if (fields.integer('slot') !== slot) return undefined;
  return problemWithText(fields, 'clientId', id) ?? problemWithText(fields, 'user', user) ?? problemWithText(fields, 'password', password);
}

function problemWithText(fields: FieldReader, name: string, told: Broker['password']): CellularError | undefined {
  const bytes = typeof told === 'string' ? utf8Bytes(told) : told instanceof SlicedBuffer ? told.contents : told;
  const kept = new Uint8Array(fields.byteLength(name));
  fields.copy(name, kept);
  const length = typeof told === 'string' ? bytes.length : told.length;
  if (kept.length === 0 || kept.length >= length) return undefined;
  for (let index = 0; index < kept.length; index += 1) if (kept[index] !== bytes[index]) return undefined;
  const message = `AT+MQTTUSER=: the module has cut ${name} to ${kept.length} of ${length} bytes without a word: use ${WAYS_OUT}`;
  return cellularError('login-cut', message, { command: 'AT+MQTTUSER=' });
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
function explainUser(error: CellularError, broker: Broker): CellularError {
  if (!isLong(broker)) return error;
  return refined(error, `documented are 128 bytes for user and password and 23 for the client identifier: use ${WAYS_OUT}`);
}

function refined({ message, command, result }: CellularError, remark: string): CellularError {
  return cellularError('refused', `${message}: ${remark}`, { command, result, isRetryable: false });
}
