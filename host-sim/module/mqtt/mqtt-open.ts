import * as mqtt from '../../../modules/fibocom/mqtt.js';
import type { Arguments } from '../line/arguments.js';
import type { ConnectOptions, Refusal } from '../../broker/uplink.js';
import type { Clock } from '../cellular/clock.js';
import type { DataCall } from '../cellular/data-call.js';
import { handle, type Handler, ok, type Outcome, refuse } from '../line/handler.js';
import { CME, type CommandFailure } from '../line/result-codes.js';
import type { Profile } from '../profile.js';
import { messageOf } from './mqtt-commands.js';
import type { MqttSlot } from './mqtt-slot.js';
import type { MqttSlots } from './mqtt-slots.js';
import type { TlsStore } from './tls-store.js';

/** Values of `AT+MQTTOPEN`'s last argument. */
const TLS_UNPROVEN = 1;
const TLS = 2;
const [, USER, PASSWORD, CLIENT_ID] = mqtt.mqttUser.arguments;

/** What a connection is made of besides the command that opens it. */
export interface OpenParts {
  readonly slots: MqttSlots;
  readonly call: DataCall;
  readonly tls: TlsStore;
  readonly clock: Clock;
  readonly profile: Profile;
}

/** Login, will, receive mode, and the open itself: all that is set on a closed slot. */
export function mqttOpenHandlers(parts: OpenParts): readonly Handler[] {
  const { slots, profile } = parts;
  const slotOf = (fields: Arguments) => slots.at(fields.integer('slot'));

  return [
    handle(mqtt.mqttUser, (fields) => {
      const kept = (name: string, documented: number): Uint8Array =>
        fields.bytes(name).subarray(0, profile.longLogins === 'cut' ? documented : Infinity);
      slotOf(fields).login = {
        user: Buffer.from(kept('user', USER.documented)).toString(),
        password: kept('password', PASSWORD.documented),
        clientId: Buffer.from(kept('clientId', CLIENT_ID.documented)).toString(),
      };
      return ok();
    }),
    handle(mqtt.mqttWill, (fields) => {
      slotOf(fields).will = messageOf(fields, fields.bytes('payload'));
      return ok();
    }),
    handle(mqtt.mqttWillLength, (fields, data) => {
      slotOf(fields).will = messageOf(fields, data);
      return ok();
    }),
    handle(mqtt.mqttReceiveMode, (fields) => {
      slots.isPulled = fields.integer('mode') === 1;
      return ok();
    }),
    handle(mqtt.mqttOpen, (fields) => open(parts, slotOf(fields), fields)),
  ];
}

function open(parts: OpenParts, slot: MqttSlot, fields: Arguments): Outcome {
  const { call, tls, profile, slots } = parts;
  const fault = openFault(slot, fields, profile);
  if (fault !== undefined) return refuse(fault);
  if (call.address === undefined) {
    return profile.openWithoutAddress === 'refused' ? refuse(CME.notAllowed) : ok(() => slot.failToOpen());
  }
  const options = connectOptions(parts, slot, fields);
  const { isPulled } = slots;
  return ok(() => {
    if (options.tls !== undefined) tls.error = 0;
    slot.open(options, isPulled, (refusal: Refusal) => {
      if (refusal.phase === 'tls') tls.error = refusal.code;
    });
  });
}

function openFault(slot: MqttSlot, fields: Arguments, profile: Profile): CommandFailure | undefined {
  if (slot.state !== 'closed') return CME.notAllowed;
  if (fields.integer('tls') === TLS_UNPROVEN && !profile.acceptsTlsOne) return CME.incorrectParameters;
  return undefined;
}

function connectOptions({ tls, clock, profile }: OpenParts, slot: MqttSlot, fields: Arguments): ConnectOptions {
  const { user, password, clientId } = slot.login;
  const isTls = fields.integer('tls') === TLS || fields.integer('tls') === TLS_UNPROVEN;
  return {
    host: fields.text('host'),
    port: fields.integer('port'),
    clientId: clientId === '' ? profile.imei : clientId,
    user: user === '' ? undefined : user,
    password: password.length === 0 ? undefined : password,
    clean: fields.integer('clean') === 1,
    keepAlive: fields.integer('keepAlive'),
    will: slot.will,
    tls: isTls ? tls.options(clock.utc) : undefined,
  };
}
