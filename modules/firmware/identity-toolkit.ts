/** What an identity is made of. The core has it all; the identity is a module of its own, and takes it from there. */
export { checkCallback, checkMethods, checkTime } from '../base/checks.js';
export { invalidArgument, type CellularError } from '../base/errors.js';
export type { ConnectOptions } from '../modem/connect-options.js';
export { Modem } from '../modem/modem.js';
export type { HostMemory } from '../ports/host-memory.js';
export type { SerialSpecifier } from '../ports/serial.js';
export type { Alarm, Time } from '../ports/time.js';
export { topicFrom } from '../telemetry/topic-template.js';
export { checkNodeId } from './node-id.js';
export type { SensorNodeOptions } from './node-options.js';
