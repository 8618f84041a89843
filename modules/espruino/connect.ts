import type { CellularError } from '../base/errors.js';
import { Client } from './client.js';
import type { ClientOptions } from './options.js';

/** Called once: with the client that is connected, or with the reason why it is not, and the client all the same. */
export type ConnectCallback = (error: CellularError | null, client: Client) => void;

/**
 * Brings the modem at a UART up and connects to an MQTT broker. The client is given at once, for listeners; `callback` hears
 * how it went, as after {@link Client.connect}. Throws `invalid-argument`, and then has sent nothing.
 *
 * ```js
 * require('cellnode').connect(Serial2, {
 *   serial: { rx: D16, tx: D17 },
 *   network: { apn: 'CMNET' },
 *   broker: { host: 'broker.example.com', id: 'node-1' },
 * }, function (error, client) {
 *   if (error) return print(error.code, error.message);
 *   client.publish('readings/node-1', JSON.stringify({ t: E.getTemperature() }), { qos: 1 });
 * });
 * ```
 */
export function connect(port: EspruinoUart, options: ClientOptions, callback?: ConnectCallback): Client {
  const client: Client = new Client(port, options, callback === undefined ? undefined : (error) => callback(error, client));
  return client;
}
