import { MqttSession } from './mqtt/session.js';
import type { Endpoints } from './mqtt/transport.js';
import type { ConnectOptions, Uplink, UplinkEvents, UplinkSession } from './uplink.js';

export type { Endpoints } from './mqtt/transport.js';

/**
 * MQTT 3.1.1 over TCP or TLS to a real broker, in real time. Every host that the module names leads to the endpoints given
 * here; over TLS it is still the module's host that the server's certificate must name.
 */
export class MqttUplink implements Uplink {
  readonly #endpoints: Endpoints;

  constructor(endpoints: Endpoints) {
    this.#endpoints = endpoints;
  }

  connect(options: ConnectOptions, events: UplinkEvents): UplinkSession {
    return new MqttSession(options, this.#endpoints, events);
  }
}
