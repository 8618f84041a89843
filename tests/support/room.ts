import type { NodeConfiguration } from '../../modules/firmware/configuration.js';
import type { SensorNodeOptions } from '../../modules/firmware/sensor-node.js';
import type { SensorClassOptions } from '../../modules/telemetry/sensors/sensor-options.js';

/** The configuration of a bench's node, and the interval of its one sensor, `room`. */
export type RoomConfiguration = Partial<NodeConfiguration> & { readonly interval?: number };

/** Options of a bench's node, and what its one sensor has for its own. */
export type RoomNode = Partial<SensorNodeOptions> & { readonly sensor?: Partial<SensorClassOptions> };
