import type { RecoveryEvent } from '../../modules/modem/recovery/recovery-event.js';
import type { SessionState } from '../../modules/telemetry/session-state.js';
import type { ModelBroker } from '../broker/model-broker.js';
import type { ConnectOptions, Message } from '../broker/uplink.js';
import type { ModuleEvent } from '../module/module-event.js';
import { latin1 } from '../trace/trace-text.js';
import { AlarmWatch } from './alarm-watch.js';
import { CommandWatch } from './command-watch.js';
import { DateWatch } from './date-watch.js';
import { FateWatch } from './fate-watch.js';
import { FeedingWatch } from './feeding-watch.js';
import { HealthWatch } from './health-watch.js';
import { Ledger, type LedgerParts } from './ledger.js';
import { KeepAliveWatch } from './keep-alive-watch.js';
import { OpeningWatch } from './opening-watch.js';
import { leastBeforeThinning, leastCapacity } from './outbox-flash.js';
import type { Plan } from './plan.js';
import { ReadingsAtBroker } from './readings-at-broker.js';
import { sensorIn } from './record-head.js';
import { contentsOf, readingText } from './message-content.js';
import { SamplingWatch } from './sampling-watch.js';
import type { SensorWatch } from './sensor-watch.js';
import { SettingsWatch } from './settings-watch.js';
import { SlotWatch } from './slot-watch.js';
import { StatusWatch } from './status-watch.js';
import { SummaryWatch } from './summary-watch.js';
import type { OnViolation } from './violation.js';
import { WordWatch } from './word-watch.js';

const TOPIC = 'cellnode/node-1';
/** Where the program's own messages go. */
export const EVENTS = 'plant/node-1/event';
/** Milliseconds between two readings of the sensors besides the roof's own, and between two samples of the wind. */
export const DOOR_INTERVAL = 21_600_000;
export const WIND_INTERVAL = 10_800_000;
export const WIND_EVERY = 900_000;
export const HATCH_INTERVAL = 1_800_000;
/** The alarms' part of the flash. */
const ALARM_BLOCKS = 2;
/** Blocks of old flash that may have died, or have a dead cell: they take no more records. */
const DEAD_BLOCKS = 6;

export interface WatchParts {
  readonly plan: Plan;
  readonly broker: ModelBroker;
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly utcNow: () => number;
  /** Whether the node knows the time now. */
  readonly isClockKnown: () => boolean;
  readonly isRefused: (sample: string) => boolean;
  readonly onViolation: OnViolation;
}

/** All that is watched of one node from outside, through all starts of its host. */
export class Watches {
  readonly readings: Ledger;
  readonly alarms: Ledger;
  readonly atBroker: ReadingsAtBroker;
  /** By the names of the sensors that the node has. */
  readonly #sensors: ReadonlyMap<string, SensorWatch>;
  readonly opening: OpeningWatch;
  readonly feeding: FeedingWatch;
  readonly settings: SettingsWatch;
  readonly slots: SlotWatch;
  readonly commands: CommandWatch;
  readonly words: WordWatch;
  readonly health: HealthWatch;
  readonly fates: FateWatch;
  readonly #dates: DateWatch;
  readonly #status: StatusWatch;
  readonly #keepAlive: KeepAliveWatch;
  readonly #overtaking: AlarmWatch;
  readonly #parts: WatchParts;
  /** When something has happened last that may have a reading sent once more. */
  #lastInterruption = 0;
  #lastParting = Infinity;
  /** The message of the program's own that an outbox is given next. */
  #lastText = '';
  /** Commands that were answered. */
  obeyed = 0;

  constructor(parts: WatchParts) {
    const { plan, broker, now, utcNow, onViolation } = parts;
    const { broker: configuration, publishWindow = 1 } = plan.configuration;
    this.#parts = parts;
    this.#sensors = sensorWatches(parts);
    this.opening = new OpeningWatch(now, onViolation);
    this.feeding = new FeedingWatch(now, onViolation);
    this.settings = new SettingsWatch(onViolation);
    this.slots = new SlotWatch(now, onViolation);
    this.commands = new CommandWatch(plan.hasCommandMemory, onViolation);
    this.words = new WordWatch(onViolation);
    this.health = new HealthWatch(now, onViolation);
    this.fates = new FateWatch((text) => this.readings.hasOwn(text), onViolation);
    this.#dates = new DateWatch(utcNow, onViolation);
    this.#status = new StatusWatch(now, onViolation);
    this.#keepAlive = new KeepAliveWatch(now, configuration.liveness ?? longestSilence(configuration.keepAlive), onViolation);
    this.#overtaking = new AlarmWatch(now, publishWindow, onViolation);
    this.readings = new Ledger(this.#ledgerParts('readings', plan.readingBlocks, () => undefined));
    this.alarms = new Ledger(this.#ledgerParts('alarms', ALARM_BLOCKS, () => this.#overtaking.taken()));
    this.atBroker = new ReadingsAtBroker(broker, this, publishWindow, onViolation);
    for (const topic of ['readings', 'backlog', 'alarms']) broker.subscribe(`${TOPIC}/${topic}`, (message) => this.#arrived(topic, message));
    broker.subscribe(EVENTS, (message) => this.#heardEvent(message));
    broker.subscribe(`${TOPIC}/status`, (message) => this.#heardStatus(message));
    broker.subscribe(`${TOPIC}/health`, (message) => this.#heardHealth(message));
    broker.subscribe(`${TOPIC}/response`, (message) => this.#answered(message));
  }

  /** Milliseconds between two readings of the roof's own sensor. */
  get interval(): number {
    return this.#sensors.get('roof')?.interval ?? 0;
  }

  /** A program starts, with this trust. */
  begin(trust: string | undefined): void {
    for (const sensor of this.#sensors.values()) sensor.begin();
    this.opening.begin(trust);
    this.commands.begin();
    this.health.begin();
    this.fates.begin();
    this.#interrupt();
  }

  /** It has lost its power. */
  end(): void {
    for (const sensor of this.#sensors.values()) sensor.end();
    this.feeding.check();
    this.#status.follow(undefined);
    this.#keepAlive.follow(undefined, false);
    this.#interrupt();
  }

  /** A sensor was asked, and has given this. */
  sampled(sensor: string, sample: object): void {
    this.#sensors.get(sensor)?.taken(sample);
  }

  /** The program publishes a message of its own, and gives it to the outbox now. */
  publishing(text: string): void {
    this.#lastText = text;
    this.fates.published(text);
  }

  followSession(state: SessionState, isLinkUp: boolean): void {
    this.#status.follow(state);
    this.#keepAlive.follow(state, isLinkUp);
    if (state === 'parting') this.#lastParting = this.#parts.now();
    this.health.followSession(this.#isHealthExpected && state === 'ready');
  }

  followLink(state: SessionState, isLinkUp: boolean): void {
    this.#keepAlive.follow(state, isLinkUp);
  }

  followModule(event: ModuleEvent, clock: number | undefined): void {
    this.slots.followModule(event);
    if (event.type === 'command' && event.command === 'AT+CCLK?' && clock !== undefined) this.#dates.read(clock);
    if (event.type === 'slot' && event.state === 'opening' && !this.#parts.plan.hasSecondClient) this.opening.attempted();
  }

  followRecovery(event: RecoveryEvent): void {
    const { outcome } = event;
    this.health.followRecovery(event);
    if (outcome === 'begun' || outcome === 'cured') this.feeding.climbed();
  }

  /** A connection is made to the broker. */
  connecting(options: ConnectOptions): void {
    if (options.clientId !== 'node-1') return;
    this.opening.opened(options);
    // What makes a broker forget a session is a connection without a will, which is nobody's.
    if (options.will !== undefined || !options.clean) this.#status.connecting(options);
  }

  /** The module has sent a message; above QoS 0 the broker has acknowledged it. */
  published(message: Message): void {
    this.atBroker.sent(message);
    if (message.topic === `${TOPIC}/status`) this.#status.published(message);
    if (message.topic === EVENTS && message.qos === 0) this.readings.sendOwn(latin1(message.payload));
  }

  connectionLost(): void {
    this.health.count('losses', 1);
    this.#interrupt();
  }

  /** A command for this interval, in seconds, is on its way. */
  commanded(seconds: number): void {
    this.settings.commanded(seconds);
  }

  /** The node says that it has taken a command. */
  intervalChanged(interval: number): void {
    this.settings.changed(interval);
    for (const sensor of this.#sensors.values()) sensor.changed(interval);
  }

  check(): void {
    for (const sensor of this.#sensors.values()) sensor.check();
    this.#status.check();
    this.#keepAlive.check();
    this.feeding.check();
    this.health.check();
  }

  /** At QoS 0 a record may be lost on its way. */
  get #isHealthExpected(): boolean {
    const { hasHealth, configuration } = this.#parts.plan;
    return hasHealth && configuration.QoS > 0;
  }

  #arrived(topic: string, { qos }: Message): void {
    if (qos > 0) this.#keepAlive.heard();
    this.#status.heardOther();
    if (topic === 'alarms') this.#overtaking.arrived();
    else this.#overtaking.otherArrived();
  }

  #heardEvent({ payload, qos }: Message): void {
    if (qos > 0) this.#keepAlive.heard();
    this.#status.heardOther();
    this.readings.arriveOwn(latin1(payload));
  }

  #heardStatus({ payload, qos }: Message): void {
    if (qos > 0) this.#keepAlive.heard();
    this.#status.heard(latin1(payload));
  }

  #answered({ payload, qos }: Message): void {
    if (qos > 0) this.#keepAlive.heard();
    const [content] = contentsOf(payload) ?? [];
    if (content === undefined) return;
    this.commands.answered(content);
    if (this.settings.answered(content)) this.obeyed += 1;
  }

  #heardHealth({ payload, qos }: Message): void {
    if (qos > 0) this.#keepAlive.heard();
    this.#status.heardOther();
    const [content] = contentsOf(payload) ?? [];
    if (content !== undefined) this.health.heard(content);
  }

  #interrupt(): void {
    this.#lastInterruption = this.#parts.now();
    this.#overtaking.interrupted();
  }

  /** What a record must say: as its sensor has given it, or the program. */
  #given(record: string): string {
    const name = sensorIn(record);
    const sensor = this.#sensors.get(name);
    return sensor === undefined ? this.#lastText : readingText(name, sensor.recorded());
  }

  #ledgerParts(name: string, blocks: number, onAccepted: () => void): LedgerParts {
    const { plan, now, utcNow, isClockKnown, isRefused, onViolation } = this.#parts;
    const capacity = leastCapacity(plan.isFlashOld ? blocks - DEAD_BLOCKS : blocks);
    return {
      name,
      taken: (record) => ({ sample: this.#given(record), utc: utcNow(), isClockKnown: isClockKnown() }),
      now,
      lastInterruption: () => this.#lastInterruption,
      lastParting: () => this.#lastParting,
      leastFull: plan.whenFull === 'thin-out' ? leastBeforeThinning(capacity) : capacity,
      isDroppingOldest: plan.whenFull === 'drop-oldest',
      isRefused,
      onAccepted: (isReading) => {
        if (isReading) this.health.count('accepted', 1);
        onAccepted();
      },
      onDropped: (count) => this.health.count('dropped', count),
      onLeft: () => this.feeding.delivered(),
      onDated: (dates, taken) => this.#dates.check(name, dates, taken),
      onViolation,
    };
  }
}

/** Those of the node, by name. */
function sensorWatches({ plan, now, onViolation }: WatchParts): ReadonlyMap<string, SensorWatch> {
  const parts = { now, onViolation };
  const watches = new Map<string, SensorWatch>([['roof', new SamplingWatch({ name: 'roof', interval: plan.interval, ...parts })]]);
  if (plan.hasDoor) watches.set('door', new SamplingWatch({ name: 'door', interval: DOOR_INTERVAL, ...parts }));
  if (plan.hasWind) watches.set('wind', new SummaryWatch({ name: 'wind', interval: WIND_INTERVAL, every: WIND_EVERY, ...parts }));
  if (plan.hasHatch) watches.set('hatch', new SamplingWatch({ name: 'hatch', interval: HATCH_INTERVAL, isByChange: true, ...parts }));
  return watches;
}

/** Milliseconds for which a node may hear nothing of the broker where it was not told how long: one and a half keep-alive intervals. */
function longestSilence(keepAlive = 60_000): number {
  return keepAlive === 0 ? 120_000 : Math.max(60_000, 1.5 * keepAlive);
}
