import type { BrokerConfiguration, NodeConfiguration } from '../../modules/firmware/configuration.js';
import type { PowerSavingOptions } from '../../modules/modem/power-saving.js';
import type { FullPolicy } from '../../modules/telemetry/journal/full-policy.js';
import type { QoS } from '../../modules/ports/mqtt-client.js';
import { seededRandom } from '../module/random.js';
import { profiles } from '../module/profile.js';
import { seededVoice, type Voice } from '../module/voice.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Keeps what decides about the node apart from what decides about its faults. */
const PLAN_STREAM = 0x91a4;
/** The model broker's handshake looks at no certificate; the module stores it, and loses it with its power. */
const TRUST = '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIU\n-----END CERTIFICATE-----\n';
/** That of the next release of the firmware. */
const OTHER_TRUST = '-----BEGIN CERTIFICATE-----\nMIIBtDCCAVqgAwIBAgIV\n-----END CERTIFICATE-----\n';
const PERIOD = 30 * MINUTE;
const WINDOWS = [4, 16, 64, 256] as const;
/** Most nodes sample four times an hour; a day of one that does so every minute costs as much as a fortnight of theirs. */
const INTERVALS = [...times(15 * MINUTE, 26), ...times(HOUR, 10), ...times(5 * MINUTE, 3), MINUTE] as const;
const KEEP_ALIVES = [...times(300 * SECOND, 5), 120 * SECOND, 60 * SECOND, 10 * SECOND] as const;
/** 64 kB, as the manifest's partition: ten days of readings four times an hour; and two that fill within an outage. */
const READING_BLOCKS = [...times(14, 18), 2, 3] as const;
/** A quarter-hourly node fills a block in half a day, so that a small flash wants a quick sampler. */
const QUICK = 2 * MINUTE;
const POLICIES: readonly FullPolicy[] = ['drop-oldest', 'drop-newest', 'thin-out'];

/** Keeps what came later apart from what seeds had before, which stay what they were. */
const LATER_STREAM = 0x5eed;
const ENCODINGS = [...times<SoakEncoding>('json', 3), 'cbor', 'senml'] as const;

/** In which form the node says what it says. */
export type SoakEncoding = 'json' | 'cbor' | 'senml';

/** What one seed stands for: a module, a host, and a way to use them. */
export interface Plan {
  readonly seed: number;
  readonly profile: string;
  /** What of its module writes otherwise than its profile has it. */
  readonly voice: Partial<Voice>;
  /** Milliseconds between two samples. */
  readonly interval: number;
  readonly configuration: NodeConfiguration & { readonly QoS: QoS };
  readonly powerSaving: PowerSavingOptions;
  /** What each release of the firmware trusts, where connections are TLS: one that starts may be the other. */
  readonly trusts: readonly string[];
  /** Whether the modem has a memory that outlives a start of the host. */
  readonly hasMemory: boolean;
  /** Whether the host has a clock that outlives a crash. */
  readonly hasHostClock: boolean;
  /** Whether there is another sensor, which is asked four times a day. */
  readonly hasDoor: boolean;
  readonly encoding: SoakEncoding;
  /** Whether there is a sensor of which a reading is made of several samples. */
  readonly hasWind: boolean;
  /** Whether there is one of which only changes are sent. */
  readonly hasHatch: boolean;
  /** Whether the node tells what it knows of itself. */
  readonly hasHealth: boolean;
  /** Whether the program has commands of its own; and whether their identifiers are remembered beyond its end. */
  readonly hasCommands: boolean;
  readonly hasCommandMemory: boolean;
  /** Whether it listens on topics of its own. */
  readonly hasSubscriptions: boolean;
  /** Whether the program publishes messages of its own. */
  readonly hasEvents: boolean;
  /** Whether some samples are alarms, which go first. */
  readonly hasAlarms: boolean;
  /** Of the flash, for readings. */
  readonly readingBlocks: number;
  readonly whenFull: FullPolicy;
  /** Bytes in which flash is written. */
  readonly writeAlign: number;
  /** Whether bits of the flash rot, and cells and blocks wear out. */
  readonly isFlashOld: boolean;
  /** Whether reset and PWRKEY of the module are wired to the host; without them the ladder leads to a restart of the host. */
  readonly hasModulePins: boolean;
  /** Whether another program uses the module's other slot. */
  readonly hasSecondClient: boolean;
  /** Whether clocks and time servers are wrong now and then. */
  readonly hasWrongClocks: boolean;
}

/** The same for the same seed, whatever runs beside it. */
export function planFor(seed: number): Plan {
  const random = seededRandom(seed ^ PLAN_STREAM);
  const happens = (share: number): boolean => random() < share;
  const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const later = seededRandom(seed ^ LATER_STREAM);
  const alsoHappens = (share: number): boolean => later() < share;
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
  const readingBlocks = oneOf(READING_BLOCKS);
  const trusts = hasTls ? (happens(0.5) ? [TRUST, OTHER_TRUST] : [TRUST]) : [];
  const interval = readingBlocks < READING_BLOCKS[0] ? QUICK : oneOf(INTERVALS);
  const configuration = {
    nodeId: 'node-1',
    QoS,
    publishWindow,
    broker: broker(isClean, hasTls, oneOf(KEEP_ALIVES), happens(0.9)),
    ...(hasBacklog ? { backlog: {} } : {}),
    ...(hasDutyCycle ? { dutyCycle: { period: PERIOD } } : {}),
  };
  return {
    seed,
    profile,
    interval,
    configuration,
    powerSaving: isRadioOff ? { radioOff: true } : {},
    trusts,
    hasMemory: happens(0.5),
    hasHostClock: happens(0.5),
    hasAlarms,
    readingBlocks,
    whenFull: oneOf(POLICIES),
    writeAlign: oneOf([1, 4]),
    isFlashOld: happens(0.2),
    hasModulePins: happens(0.8),
    hasSecondClient: happens(0.4) && !hasDutyCycle,
    hasWrongClocks: happens(0.3),
    hasDoor: happens(0.3),
    hasEvents: happens(0.5),
    voice: happens(0.5) ? seededVoice(seed) : {},
    encoding: ENCODINGS[Math.floor(later() * ENCODINGS.length)],
    hasWind: alsoHappens(0.3),
    hasHatch: alsoHappens(0.3),
    hasHealth: alsoHappens(0.4),
    hasCommands: alsoHappens(0.5),
    hasCommandMemory: alsoHappens(0.5),
    hasSubscriptions: alsoHappens(0.4),
  };
}

/** Each keep-alive probe costs as much as a reading: most nodes send some an hour, the others as their keep-alive has it. */
function broker(clean: boolean, tls: boolean, keepAlive: number, isQuiet: boolean): BrokerConfiguration {
  return { host: 'broker.example.com', keepAlive, clean, tls, ...(isQuiet ? { liveness: 20 * MINUTE } : {}) };
}

function times<T>(value: T, count: number): readonly T[] {
  return new Array<T>(count).fill(value);
}
