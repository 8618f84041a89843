import type { RecoveryEvent } from '../../modules/modem/recovery/recovery-event.js';
import type { SessionState } from '../../modules/telemetry/session-state.js';
import type { ModelBroker } from '../broker/model-broker.js';
import type { ConnectOptions, Message } from '../broker/uplink.js';
import type { ModuleEvent } from '../module/module-event.js';
import { latin1 } from '../trace/trace-text.js';
import { AlarmWatch } from './alarm-watch.js';
import { DateWatch } from './date-watch.js';
import { FeedingWatch } from './feeding-watch.js';
import { Ledger, type LedgerParts } from './ledger.js';
import { KeepAliveWatch } from './keep-alive-watch.js';
import { OpeningWatch } from './opening-watch.js';
import { leastBeforeThinning, leastCapacity } from './outbox-flash.js';
import type { Plan } from './plan.js';
import { ReadingsAtBroker } from './readings-at-broker.js';
import { SamplingWatch } from './sampling-watch.js';
import { SettingsWatch } from './settings-watch.js';
import { StatusWatch } from './status-watch.js';
import type { OnViolation } from './violation.js';

const TOPIC = 'cellnode/node-1';
/** Where the program's own messages go. */
export const EVENTS = 'plant/node-1/event';
/** Milliseconds between two samples at the door. */
export const DOOR_INTERVAL = 21_600_000;
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
  /** Of the roof's own sensor, and of the one at the door. */
  readonly sampling: SamplingWatch;
  readonly #door: SamplingWatch;
  readonly opening: OpeningWatch;
  readonly feeding: FeedingWatch;
  readonly settings: SettingsWatch;
  readonly #dates: DateWatch;
  readonly #status: StatusWatch;
  readonly #keepAlive: KeepAliveWatch;
  readonly #overtaking: AlarmWatch;
  readonly #parts: WatchParts;
  /** When something has happened last that may have a reading sent once more. */
  #lastInterruption = 0;
  /** What an outbox is given next. */
  #lastText = '';
  /** Commands that were answered. */
  obeyed = 0;

  constructor(parts: WatchParts) {
    const { plan, broker, now, utcNow, onViolation } = parts;
    const { broker: configuration, publishWindow = 1 } = plan.configuration;
    this.#parts = parts;
    this.sampling = new SamplingWatch(now, onViolation);
    this.#door = new SamplingWatch(now, onViolation);
    this.opening = new OpeningWatch(now, onViolation);
    this.feeding = new FeedingWatch(now, onViolation);
    this.settings = new SettingsWatch(onViolation);
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
    broker.subscribe(`${TOPIC}/response`, (message) => this.#answered(message));
  }

  /** A program starts, with this trust. */
  begin(trust: string | undefined): void {
    const { interval, hasDoor } = this.#parts.plan;
    this.sampling.begin(interval);
    if (hasDoor) this.#door.begin(DOOR_INTERVAL);
    this.opening.begin(trust);
    this.#interrupt();
  }

  /** It has lost its power. */
  end(): void {
    this.sampling.end();
    this.#door.end();
    this.feeding.check();
    this.#status.follow(undefined);
    this.#keepAlive.follow(undefined, false);
    this.#interrupt();
  }

  sampled(sample: object): void {
    this.sampling.taken(sample);
    this.#lastText = this.sampling.last;
  }

  sampledAtDoor(sample: object): void {
    this.#door.taken(sample);
    this.#lastText = this.#door.last;
  }

  /** The program publishes a message of its own, and gives it to the outbox now. */
  publishing(text: string): void {
    this.#lastText = text;
  }

  followSession(state: SessionState, isLinkUp: boolean): void {
    this.#status.follow(state);
    this.#keepAlive.follow(state, isLinkUp);
  }

  followLink(state: SessionState, isLinkUp: boolean): void {
    this.#keepAlive.follow(state, isLinkUp);
  }

  followModule(event: ModuleEvent, clock: number | undefined): void {
    if (event.type === 'command' && event.command === 'AT+CCLK?' && clock !== undefined) this.#dates.read(clock);
    if (event.type === 'slot' && event.state === 'opening' && !this.#parts.plan.hasSecondClient) this.opening.attempted();
  }

  followRecovery({ outcome }: RecoveryEvent): void {
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
    this.#interrupt();
  }

  /** A command for this interval, in seconds, is on its way. */
  commanded(seconds: number): void {
    this.settings.commanded(seconds);
  }

  /** The node says that it has taken a command. */
  intervalChanged(interval: number): void {
    this.settings.changed(interval);
    this.sampling.changed(interval);
    this.#door.changed(interval);
  }

  check(): void {
    this.sampling.check();
    this.#door.check();
    this.#status.check();
    this.#keepAlive.check();
    this.feeding.check();
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
    if (this.settings.answered(latin1(payload))) this.obeyed += 1;
  }

  #interrupt(): void {
    this.#lastInterruption = this.#parts.now();
    this.#overtaking.interrupted();
  }

  #ledgerParts(name: string, blocks: number, onAccepted: () => void): LedgerParts {
    const { plan, now, utcNow, isClockKnown, isRefused, onViolation } = this.#parts;
    const capacity = leastCapacity(plan.isFlashOld ? blocks - DEAD_BLOCKS : blocks);
    return {
      name,
      lastTaken: () => ({ sample: this.#lastText, utc: utcNow(), isClockKnown: isClockKnown() }),
      now,
      lastInterruption: () => this.#lastInterruption,
      leastFull: plan.whenFull === 'thin-out' ? leastBeforeThinning(capacity) : capacity,
      isDroppingOldest: plan.whenFull === 'drop-oldest',
      isRefused,
      onRecorded: (isAccepted) => {
        this.sampling.recorded();
        this.#door.recorded();
        if (isAccepted) onAccepted();
      },
      onLeft: () => this.feeding.delivered(),
      onDated: (dates, taken) => this.#dates.check(name, dates, taken),
      onViolation,
    };
  }
}

/** Milliseconds for which a node may hear nothing of the broker where it was not told how long: one and a half keep-alive intervals. */
function longestSilence(keepAlive = 60_000): number {
  return keepAlive === 0 ? 120_000 : Math.max(60_000, 1.5 * keepAlive);
}
