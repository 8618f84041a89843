import { SensorNode } from '../../modules/firmware/sensor-node.js';
import { SimulatedSensor } from '../sensors/simulated-sensor.js';
import type { Modem } from '../../modules/modem/modem.js';
import { PowerKey } from '../../modules/modem/pins/power-key.js';
import { ResetPin } from '../../modules/modem/pins/reset-pin.js';
import type { RecoveryEvent } from '../../modules/modem/recovery/recovery-event.js';
import type { Time } from '../../modules/ports/time.js';
import type { Outbox } from '../../modules/telemetry/outbox.js';
import type { Progress } from '../../modules/telemetry/progress.js';
import type { SimulatedModule } from '../module/simulated-module.js';
import { powerKeyInput } from '../pins/power-key-input.js';
import { resetInput } from '../pins/reset-input.js';
import type { Plan } from './plan.js';
import type { PoweredHost } from './powered-host.js';

const MINUTE = 60_000;

export interface SoakNodeParts {
  readonly plan: Plan;
  readonly host: PoweredHost;
  readonly module: SimulatedModule;
  readonly random: () => number;
  readonly outbox: Outbox;
  readonly alarms: Outbox | undefined;
  readonly watchdog: { feed(): void };
  readonly restartHost: () => void;
  readonly onRecovery: (event: RecoveryEvent) => void;
  readonly onProgress: (...progress: Progress) => void;
  readonly modem?: typeof Modem;
}

/** The sensor node as its users wire it, with what the ladder of recovery can use on this host. */
export function soakNode(parts: SoakNodeParts): SensorNode {
  const { plan, host: time, module, random, outbox, alarms } = parts;
  return new SensorNode({
    serial: { io: time.Serial },
    time,
    sensors: [{ name: 'room', io: SimulatedSensor, interval: plan.interval, time, seed: plan.seed, ...(alarms === undefined ? {} : { isAlarm }) }],
    configuration: plan.configuration,
    outbox,
    ...(alarms === undefined ? {} : { alarms: { outbox: alarms } }),
    random,
    modem: {
      ...(parts.modem === undefined ? {} : { io: parts.modem }),
      checkInterval: 15 * MINUTE,
      powerSaving: plan.powerSaving,
      recovery: {
        ...(plan.hasModulePins ? modulePins(time, module) : {}),
        restartHost: parts.restartHost,
        watchdog: parts.watchdog,
        onRecovery: parts.onRecovery,
      },
    },
    onProgress: parts.onProgress,
  });
}

function modulePins(time: Time, module: SimulatedModule): { readonly resetPin: ResetPin; readonly powerKey: PowerKey } {
  return {
    resetPin: new ResetPin({ time, pin: { io: resetInput({ time, module }) } }),
    powerKey: new PowerKey({ time, pin: { io: powerKeyInput({ time, module }) } }),
  };
}

/** The hottest hours of the day. */
function isAlarm(sample: unknown): boolean {
  return (sample as { readonly thermometer: { readonly temperature: number } }).thermometer.temperature > 24;
}
