import { ModdableTime } from 'cellnode';
import type { ConnectOptions } from '../../../../modules/modem/connect-options.js';
import { Modem } from '../../../../modules/modem/modem.js';
import { MQTTClient } from '../../../../modules/mqtt/mqtt-client.js';
import { SETTLED, TextMemory } from '../../../support/text-memory.js';
import { metered } from './meter.js';
import { HOST, type ReceiveMode, scriptReceiveMode, TOPIC } from './script.js';
import { Serial } from './scripted-module.js';
import { takeTurn } from './timer.js';

/** The built driver on the scripted module: a modem that is up, and a client in each slot, subscribed. */
const ADDRESS_ASSIGNED = 500;
/** No look at the module between two messages: it is no part of what a message costs. */
const CHECK_INTERVAL = 86_400_000;

const WILL = { topic: 'status', message: 'offline' };

/** What the callbacks do, which each path sets for itself. */
export const hooks = {
  onReadable: (_client: MQTTClient, _count: number): void => undefined,
  onWritable: (): void => undefined,
  onAnomaly: (): void => undefined,
};

export function until(condition: () => boolean): void {
  while (!condition()) takeTurn();
}

export function modemUp(mode: ReceiveMode, options?: ConnectOptions, onConnect?: () => void): Modem {
  scriptReceiveMode(mode);
  const modem = new Modem({
    serial: { io: Serial },
    time: new ModdableTime(),
    checkInterval: CHECK_INTERVAL,
    memory: new TextMemory(SETTLED),
    onAnomaly: () => hooks.onAnomaly(),
  });
  metered(() => modem.connect(options))();
  onConnect?.();
  until(() => modem.connection === ADDRESS_ASSIGNED);
  return modem;
}

export function closeModem(modem: Modem): void {
  let isClosed = false;
  modem.close(() => {
    isClosed = true;
  });
  until(() => isClosed);
}

/** Where a `receiveBuffer` is given, the program reads in place; otherwise all is as it is by default. */
export function subscribedClient(modem: Modem, slot: number, receiveBuffer?: Uint8Array, publishWindow = 1): MQTTClient {
  let acknowledged = 0;
  const client = new MQTTClient({
    link: modem,
    slot,
    host: HOST,
    id: `node-${slot}`,
    // Without one, it would be given no slot of a module that was not seen starting.
    will: WILL,
    receiveBuffer,
    publishWindow,
    onReadable(count) {
      hooks.onReadable(this, count);
    },
    onWritable() {
      hooks.onWritable();
    },
    onControl({ operation }) {
      if (operation === MQTTClient.CONNACK || operation === MQTTClient.SUBACK) acknowledged += 1;
    },
    onError(error) {
      throw error;
    },
  });
  until(() => acknowledged === 1);
  client.write(null, { operation: MQTTClient.SUBSCRIBE, items: [{ topic: TOPIC, QoS: 1 }] });
  until(() => acknowledged === 2);
  return client;
}
