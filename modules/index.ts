/** cellnode: MQTT over a Fibocom cellular module, for any engine; a platform's ports come on top of it. */
export { type CellularError, type ErrorCode } from './at/errors.js';
export { Modem } from './modem/modem.js';
export { type Link } from './modem/link.js';
export { MQTTClient, type WriteOptions } from './mqtt/mqtt-client.js';
export type { ControlMessage, MQTTClientOptions, ReadableOptions, Will } from './mqtt/client-options.js';
export type { SerialClass, SerialOptions, SerialPort, SerialSpecifier } from './ports/serial.js';
export type { Alarm, Time } from './ports/time.js';
export { SensorNode, type SensorNodeOptions } from './firmware/sensor-node.js';
export { SimulatedSensor } from './firmware/simulated-sensor.js';
export type { NodeConfiguration } from './firmware/configuration.js';
export { RamOutbox, type RamOutboxOptions } from './telemetry/ram-outbox.js';
export type { Outbox } from './telemetry/outbox.js';
export type { Progress } from './telemetry/progress.js';
