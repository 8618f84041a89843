import type { BrokerConfiguration, NodeConfiguration } from '../../modules/firmware/configuration.js';
import type { PowerSavingOptions } from '../../modules/modem/power-saving.js';
import type { QoS } from '../../modules/ports/mqtt-client.js';
import { seededRandom } from '../module/random.js';
import { profiles } from '../module/profile.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Keeps what decides about the node apart from what decides about its faults. */
const PLAN_STREAM = 0x91a4;
/** The model broker's handshake looks at no certificate; the module stores it, and loses it with its power. */
const TRUST = '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIU\n-----END CERTIFICATE-----\n';
const DUTY_CYCLE = { period: 30 * MINUTE };
const WINDOWS = [4, 16] as const;

/** What one seed stands for: a module, a host, and a way to use them. */
export interface Plan {
  readonly seed: number;
  readonly profile: string;
  /** Milliseconds between two samples. */
  readonly interval: number;
  readonly configuration: NodeConfiguration & { readonly QoS: QoS };
  readonly powerSaving: PowerSavingOptions;
  /** Whether some samples are alarms, which go first. */
  readonly hasAlarms: boolean;
  /** Bytes in which flash is written. */
  readonly writeAlign: number;
  /** Whether reset and PWRKEY of the module are wired to the host; without them the ladder leads to a restart of the host. */
  readonly hasModulePins: boolean;
  /** Whether another program uses the module's other slot. */
  readonly hasSecondClient: boolean;
}

/** The same for the same seed, whatever runs beside it. */
export function planFor(seed: number): Plan {
  const random = seededRandom(seed ^ PLAN_STREAM);
  const happens = (share: number): boolean => random() < share;
  const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const profile = oneOf(Object.keys(profiles));
  const hasBacklog = happens(0.5);
  const hasAlarms = happens(0.3);
  const QoS = oneOf<QoS>([0, 1, 1, 1, 1, 1, 1, 1, 2, 2]);
  const hasDutyCycle = happens(0.2);
  const isRadioOff = hasDutyCycle && happens(0.5);
  // A command that comes while the node sleeps waits for it in a persistent session only.
  const isClean = happens(0.2) && !hasDutyCycle;
  const hasTls = happens(0.2);
  const publishWindow = happens(0.3) ? oneOf(WINDOWS) : 1;
  const configuration = {
    nodeId: 'node-1',
    QoS,
    publishWindow,
    broker: broker(isClean, hasTls),
    ...(hasBacklog ? { backlog: {} } : {}),
    ...(hasTls ? { network: { tls: { trust: TRUST } } } : {}),
    ...(hasDutyCycle ? { dutyCycle: DUTY_CYCLE } : {}),
  };
  const powerSaving = isRadioOff ? { radioOff: true } : {};
  const writeAlign = oneOf([1, 4]);
  const hasModulePins = happens(0.8);
  const hasSecondClient = happens(0.4) && !hasDutyCycle;
  return { seed, profile, interval: 15 * MINUTE, configuration, powerSaving, hasAlarms, writeAlign, hasModulePins, hasSecondClient };
}

function broker(clean: boolean, tls: boolean): BrokerConfiguration {
  return { host: 'broker.example.com', keepAlive: 300 * SECOND, clean, tls, liveness: 20 * MINUTE };
}
