import { PowerKey } from '../../modules/modem/pins/power-key.js';
import { ResetPin } from '../../modules/modem/pins/reset-pin.js';
import { cbor } from '../../modules/encodings/cbor.js';
import { json } from '../../modules/encodings/json.js';
import { senml } from '../../modules/encodings/senml.js';
import type { HealthField, HealthOptions } from '../../modules/firmware/health/health-options.js';
import { SensorNode } from '../../modules/firmware/sensor-node.js';
import type { Modem } from '../../modules/modem/modem.js';
import type { HostMemory } from '../../modules/ports/host-memory.js';
import type { RecoveryEvent } from '../../modules/modem/recovery/recovery-event.js';
import type { Time } from '../../modules/ports/time.js';
import type { Outbox } from '../../modules/telemetry/outbox.js';
import type { Progress } from '../../modules/telemetry/progress.js';
import type { TopicSubscription } from '../../modules/telemetry/topic-subscriptions.js';
import type { SimulatedModule } from '../module/simulated-module.js';
import { powerKeyInput } from '../pins/power-key-input.js';
import { resetInput } from '../pins/reset-input.js';
import { HEALTH_INTERVAL } from './health-watch.js';
import type { Plan } from './plan.js';
import type { PoweredHost } from './powered-host.js';
import type { RoofSensor, SoakSample } from './roof-sensor.js';
import { DOOR_INTERVAL, HATCH_INTERVAL, WIND_EVERY, WIND_INTERVAL } from './watches.js';
import { WORD_FILTERS } from './word-watch.js';

const MINUTE = 60_000;
const ENCODINGS = { json, cbor, senml };

export interface SoakNodeParts {
  readonly plan: Plan;
  readonly host: PoweredHost;
  readonly module: SimulatedModule;
  readonly random: () => number;
  readonly sensor: RoofSensor;
  readonly door: RoofSensor;
  readonly wind: RoofSensor;
  readonly hatch: RoofSensor;
  /** Where identifiers of commands are remembered beyond the end of the program. */
  readonly commandMemory: HostMemory | undefined;
  /** The program's own command is run. */
  readonly onTally: (number: unknown, reply: (answer: object) => void) => void;
  readonly onWord: (filter: string, topic: string, payload: Uint8Array) => void;
  readonly outbox: Outbox;
  readonly alarms: Outbox | undefined;
  /** What this release of the firmware trusts; `undefined` where connections are plain. */
  readonly trust: string | undefined;
  readonly memory: HostMemory | undefined;
  readonly watchdog: { feed(): void };
  readonly restartHost: () => void;
  readonly onRecovery: (event: RecoveryEvent) => void;
  readonly onProgress: (...progress: Progress) => void;
  readonly modem?: typeof Modem;
}

/** The sensor node as its users wire it, with what the ladder of recovery can use on this host. */
export function soakNode(parts: SoakNodeParts): SensorNode {
  const { plan, host: time, module, random, sensor, outbox, alarms, trust, memory } = parts;
  return new SensorNode({
    serial: { io: time.Serial },
    time,
    sensors: [
      { name: 'roof', io: sensor.io, interval: plan.interval, ...(alarms === undefined ? {} : { isAlarm }) },
      ...(plan.hasDoor ? [{ name: 'door', io: parts.door.io, interval: DOOR_INTERVAL }] : []),
      ...(plan.hasWind ? [{ name: 'wind', io: parts.wind.io, interval: WIND_INTERVAL, summary: { every: WIND_EVERY } }] : []),
      ...(plan.hasHatch ? [{ name: 'hatch', io: parts.hatch.io, interval: HATCH_INTERVAL, change: 0 }] : []),
    ],
    encoding: ENCODINGS[plan.encoding],
    ...(plan.hasHealth ? { health: health(plan) } : {}),
    ...(plan.hasCommands ? { commands: { tally: { run: parts.onTally } } } : {}),
    ...(parts.commandMemory === undefined ? {} : { commandMemory: parts.commandMemory }),
    ...(plan.hasSubscriptions ? { subscriptions: WORD_FILTERS.map((topic) => listening(topic, parts.onWord)) } : {}),
    configuration: { ...plan.configuration, ...(trust === undefined ? {} : { network: { tls: { trust } } }) },
    outbox,
    ...(alarms === undefined ? {} : { alarms: { outbox: alarms } }),
    random,
    modem: {
      ...(parts.modem === undefined ? {} : { io: parts.modem }),
      ...(memory === undefined ? {} : { memory }),
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

/** Those that count, as far as they fit in a record: SenML takes so much room for each name that losses and rungs do not. */
function health({ encoding }: Plan): HealthOptions {
  const fields: readonly HealthField[] = ['uptime', 'outbox', 'readings'];
  return { interval: HEALTH_INTERVAL, fields: encoding === 'senml' ? fields : [...fields, 'connections', 'recovery'] };
}

function listening(topic: string, onWord: SoakNodeParts['onWord']): TopicSubscription {
  return { topic, QoS: 1, onMessage: (payload, name) => onWord(topic, name, payload) };
}

function modulePins(time: Time, module: SimulatedModule): { readonly resetPin: ResetPin; readonly powerKey: PowerKey } {
  return {
    resetPin: new ResetPin({ time, pin: { io: resetInput({ time, module }) } }),
    powerKey: new PowerKey({ time, pin: { io: powerKeyInput({ time, module }) } }),
  };
}

/** The hottest hours of the day. */
export function isAlarm(sample: unknown): boolean {
  return (sample as SoakSample).thermometer.temperature > 24;
}
