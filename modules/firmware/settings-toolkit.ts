/** What settings are made of. The core has it all; they are a module of their own, and take it from there. */
export { checkCallback, checkMethods, checkObject, refuseUnknownOptions } from '../base/checks.js';
export { cellularError, invalidArgument, type CellularError } from '../base/errors.js';
export type { EncodingMaker } from '../encodings/encoding.js';
export type { HostMemory } from '../ports/host-memory.js';
export type { RemoteCommand } from '../telemetry/commands/command.js';
export { wholeNumber } from '../telemetry/commands/values.js';
export { checkSensors } from '../telemetry/sensors/sensor-options.js';
export { ownSubscriptions, topicsFrom, topicsOf } from '../telemetry/topics.js';
export { healthSettings } from './health/health-options.js';
export { SensorNode, type SensorNodeOptions } from './sensor-node.js';
