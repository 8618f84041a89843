/** cellnode for Espruino: {@link connect}, and what it is made of for programs that need more of it. */
import { provideCopyWithin } from './ports/espruino/copy-within.js';

provideCopyWithin();

export type { CellularError, ErrorCode } from './base/errors.js';
export type { Client } from './espruino/client.js';
export { connect, type ConnectCallback } from './espruino/connect.js';
export type { BrokerOptions, Callback, ClientOptions, PublishOptions, SubscribeOptions } from './espruino/options.js';
export { Modem } from './modem/modem.js';
export { MQTTClient } from './mqtt/mqtt-client.js';
export { EspruinoSerial } from './ports/espruino/serial.js';
export { EspruinoTime } from './ports/espruino/time.js';
