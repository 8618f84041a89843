import type { NodeConfiguration } from '../../modules/firmware/configuration.js';
import { seededRandom } from '../module/random.js';
import { profiles } from '../module/profile.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Keeps what decides about the node apart from what decides about its faults. */
const PLAN_STREAM = 0x91a4;

/** What one seed stands for: a module and a way to use it. */
export interface Plan {
  readonly seed: number;
  readonly profile: string;
  readonly configuration: NodeConfiguration;
  /** Whether some samples are alarms, which go first. */
  readonly hasAlarms: boolean;
  /** Bytes in which flash is written. */
  readonly writeAlign: number;
}

/** The same for the same seed, whatever runs beside it. */
export function planFor(seed: number): Plan {
  const random = seededRandom(seed ^ PLAN_STREAM);
  const names = Object.keys(profiles);
  const profile = names[Math.floor(random() * names.length)];
  const hasBacklog = random() < 0.5;
  const hasAlarms = random() < 0.3;
  const isExactlyOnce = random() < 0.2;
  const isClean = random() < 0.2;
  const writeAlign = random() < 0.5 ? 1 : 4;
  const configuration: NodeConfiguration = {
    nodeId: 'node-1',
    interval: 15 * MINUTE,
    QoS: isExactlyOnce ? 2 : 1,
    broker: { host: 'broker.example.com', keepAlive: 300 * SECOND, clean: isClean, liveness: 20 * MINUTE },
    ...(hasBacklog ? { backlog: {} } : {}),
  };
  return { seed, profile, configuration, hasAlarms, writeAlign };
}
