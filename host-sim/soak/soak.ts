import type { SensorNode } from '../../modules/firmware/sensor-node.js';
import type { RecoveryEvent } from '../../modules/modem/recovery/recovery-event.js';
import type { Link } from '../../modules/modem/link.js';
import type { Alarm, Time } from '../../modules/ports/time.js';
import type { Outbox } from '../../modules/telemetry/outbox.js';
import type { Progress } from '../../modules/telemetry/progress.js';
import { ModelBroker } from '../broker/model-broker.js';
import { FaultSchedule } from '../faults/fault-schedule.js';
import { createFaultyModule, type FaultyModule } from '../faults/faulty-module.js';
import { profiles } from '../module/profile.js';
import { seededRandom } from '../module/random.js';
import { latin1 } from '../trace/trace-text.js';
import { VirtualTime } from '../time/virtual-time.js';
import { VirtualUart } from '../uart/virtual-uart.js';
import { HostFaults } from './host-faults.js';
import { Ledger } from './ledger.js';
import { OutboxFlash } from './outbox-flash.js';
import { Outages } from './outages.js';
import { OwnAnswers } from './own-answers.js';
import type { Plan } from './plan.js';
import { PoweredHost } from './powered-host.js';
import { hastened, hostRates, type HostFault, ratesOf, SLOW_HOST_LATENCY } from './rates.js';
import { ReadingsAtBroker } from './readings-at-broker.js';
import { SecondClient } from './second-client.js';
import { RungTally } from './rung-tally.js';
import type { RungCounts } from './seed-result.js';
import type { SoakDoubles } from './soak-doubles.js';
import { soakNode } from './soak-node.js';
import type { Invariant, Violation } from './violation.js';
import { watchedUplink } from './watched-uplink.js';

/** 2026-03-01. */
const START = Date.UTC(2026, 2, 1);
const SECOND = 1000;
/** As docs/recovery.md recommends for a node that is always connected. */
const WATCHDOG = 3600 * SECOND;
/** What the second client publishes, and how many milliseconds after the last one was acknowledged. */
const SECOND_TOPIC = 'second';
const SECOND_INTERVAL = 300 * SECOND;
/** Alarms that are armed at once, of everything that is simulated. */
const ALARM_LIMIT = 150;

export interface SoakOptions {
  readonly plan: Plan;
  /** How many bad years at once; 1 when not given. */
  readonly haste?: number;
  readonly note?: OnNote;
  readonly doubles?: SoakDoubles;
}

/** What a trace shows besides the traffic. */
export type OnNote = (note: string) => void;

/** One node on its roof: the driver, its host and flash, the module, the network and the broker, all from one seed. */
export class Soak {
  readonly time = new VirtualTime();
  readonly uart = new VirtualUart({ time: this.time });
  readonly outages = new Outages(() => this.time.now());
  readonly rungs = new RungTally();
  readonly readings: Ledger;
  readonly alarms: Ledger;
  readonly atBroker: ReadingsAtBroker;
  readonly #plan: Plan;
  readonly #haste: number;
  readonly #doubles: SoakDoubles;
  readonly #note: OnNote;
  readonly #broker = new ModelBroker({ time: this.time });
  readonly #faultyModule: FaultyModule;
  readonly #flash: OutboxFlash;
  readonly #random: () => number;
  readonly #hostRandom: () => number;
  readonly #watchdog: Alarm;
  readonly #powerOn: Alarm;
  readonly #endOfSlowness: Alarm;
  readonly #hostCounts = new Map<HostFault, number>();
  #host: PoweredHost | undefined;
  #node: SensorNode | undefined;
  #ownAnswers: OwnAnswers | undefined;
  #schedule: FaultSchedule | undefined;
  #hostFaults: HostFaults | undefined;
  #spells = 0;
  #starts = 0;
  #obeyed = 0;
  /** Numbers of the second client's messages that the broker has. */
  readonly #second = new Set<number>();
  #secondAcknowledged = 0;
  #violation: Violation | undefined;

  constructor({ plan, haste = 1, note = () => undefined, doubles = {} }: SoakOptions) {
    const { time } = this;
    this.#plan = plan;
    this.#haste = haste;
    this.#doubles = doubles;
    this.#note = note;
    this.#random = seededRandom(plan.seed ^ 0x4057);
    this.#hostRandom = seededRandom(plan.seed ^ 0x7e57);
    this.#flash = new OutboxFlash(plan.writeAlign);
    this.#faultyModule = createFaultyModule({
      time,
      uplink: watchedUplink(this.#broker.uplink(), (message) => this.atBroker.sent(message)),
      line: this.uart.module,
      profile: profiles[plan.profile],
      seed: plan.seed,
      utcNow: () => START + time.now(),
      onEvent: (event) => this.#ownAnswers?.follow(event),
    });
    this.#faultyModule.faults.onNews = ({ type, name }) => note(`${name} ${type}`);
    const onViolation = (invariant: Invariant, detail: string): void => this.#violate(invariant, detail);
    this.readings = new Ledger('readings', onViolation);
    this.alarms = new Ledger('alarms', onViolation);
    this.atBroker = new ReadingsAtBroker(this.#broker, this, plan.configuration.publishWindow ?? 1, onViolation);
    this.#broker.subscribe(SECOND_TOPIC, ({ payload }) => this.#second.add(Number(latin1(payload))));
    this.#broker.subscribe('cellnode/node-1/response', () => (this.#obeyed += 1));
    this.#watchdog = time.alarm(() => this.#losePower('the watchdog bites', SECOND));
    this.#powerOn = time.alarm(() => this.#start());
    this.#endOfSlowness = time.alarm(() => (this.uart.hostLatency = 0));
    this.#faultyModule.module.powerOn();
    this.outages.begin();
    this.#start();
  }

  /** The first invariant that did not hold. */
  get violation(): Violation | undefined {
    return this.#violation;
  }

  get hostRestarts(): number {
    return this.#starts - 1;
  }

  get faultCounts(): Readonly<Record<string, number>> {
    return { ...this.#faultyModule.faults.counts, ...Object.fromEntries(this.#hostCounts) };
  }

  get rungCounts(): Readonly<Record<string, RungCounts>> {
    return this.rungs.counts;
  }

  /** Accepted readings that are neither at the broker nor on the flash. */
  get lost(): number {
    const { readings, alarms } = this.#flash.peek();
    return this.readings.lostFrom(readings) + this.alarms.lostFrom(alarms);
  }

  /** Faults happen from now on. */
  storm(): void {
    this.#spells += 1;
    const seed = this.#plan.seed * 1000 + this.#spells;
    const mix = hastened(ratesOf(profiles[this.#plan.profile]), this.#haste);
    this.#schedule = new FaultSchedule(this.time, this.#faultyModule, { mix, seed });
    const suffer = (fault: HostFault, duration: number): void => this.#suffer(fault, duration);
    this.#hostFaults = new HostFaults(this.time, hastened(hostRates, this.#haste), this.#hostRandom, suffer);
  }

  /** None happen any more, and all that lasted are over. */
  calm(): void {
    this.#schedule?.stop();
    this.#hostFaults?.stop();
    this.#faultyModule.faults.liftAll();
    this.#flash.restorePower();
    this.uart.hostLatency = 0;
    if (this.#host === undefined) this.#powerOn.arm(0);
    this.#note('all faults are over');
  }

  /** Runs until an invariant is broken, for so many milliseconds at most. */
  run(duration: number): void {
    this.#until(() => false, duration);
  }

  /** Runs on although an invariant is broken, to see what follows. */
  runOn(duration: number): void {
    try {
      this.time.advance(duration);
    } catch (error) {
      this.#note(String(error));
    }
  }

  /**
   * Runs until a reading that is taken from now on, and every one before, is at the broker, and a command has been answered.
   * Gives the milliseconds that took; breaks the invariant where it takes longer than `limit`.
   */
  runUntilPublishing(limit: number): number {
    const start = this.time.now();
    const accepted = this.#accepted;
    const obeyed = this.#obeyed;
    const isPublishing = (): boolean => this.#accepted > accepted && this.readings.missing + this.alarms.missing === 0;
    if (this.#until(isPublishing, limit)) {
      const payload = new TextEncoder().encode('{"interval":900}');
      this.#broker.publish({ topic: 'cellnode/node-1/command', payload, qos: 1, isRetained: false });
      this.#until(() => this.#obeyed > obeyed, limit - (this.time.now() - start));
    }
    if (this.#obeyed === obeyed) this.#violate('publishing-again', `not within ${limit / SECOND} s: ${this.#standing}`);
    return this.time.now() - start;
  }

  /** Whether what is missing at the broker would be found if the host started now. */
  checkFlash(): void {
    const { readings, alarms } = this.#flash.peek();
    this.readings.find(readings);
    this.alarms.find(alarms);
  }

  get #accepted(): number {
    return this.readings.accepted + this.alarms.accepted;
  }

  get #standing(): string {
    const node = this.#node;
    if (node === undefined) return 'the host is without power';
    const { modem, session, statistics } = node;
    return `modem ${modem.state}, session ${session}, ${statistics.waiting} waiting, ${modem.error?.message ?? 'no error'}`;
  }

  #until(condition: () => boolean, limit: number): boolean {
    let isMet = false;
    try {
      this.time.runUntil(() => this.#violation !== undefined || (isMet = condition()), limit);
    } catch (error) {
      this.#violate('no-exception', error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    return isMet;
  }

  #violate(invariant: Invariant, detail: string): void {
    this.#violation ??= { invariant, detail, at: this.time.now() };
  }

  #start(): void {
    const { time, uart } = this;
    this.#starts += 1;
    this.#flash.restorePower();
    const host = new PoweredHost(this.#doubles.time?.(time) ?? time, this.#doubles.serial?.(uart.Serial) ?? uart.Serial);
    const readings = this.#flash.openReadings();
    const alarms = this.#flash.openAlarms();
    this.readings.find(readings);
    this.alarms.find(alarms);
    this.#host = host;
    this.#watchdog.arm(WATCHDOG);
    const node = soakNode({
      plan: this.#plan,
      host,
      module: this.#faultyModule.module,
      random: this.#random,
      outbox: this.#watched(this.readings, readings),
      alarms: this.#plan.hasAlarms ? this.#watched(this.alarms, alarms) : undefined,
      modem: this.#doubles.modem,
      watchdog: { feed: () => this.#watchdog.arm(WATCHDOG) },
      restartHost: () => this.#losePower('the ladder restarts the host', SECOND),
      onRecovery: (event) => this.#followRecovery(event),
      onProgress: (...progress) => {
        if (!host.isDead) this.#follow(...progress);
      },
    });
    this.#node = node;
    const ownAnswers = new OwnAnswers(() => node.modem.counters.synchronisations, (...violation) => this.#violate(...violation));
    this.#ownAnswers = ownAnswers;
    host.onWrite = (bytes) => ownAnswers.written(bytes);
    host.alive(() => {
      node.start();
      if (this.#plan.hasSecondClient) this.#startSecondClient(host, node.modem);
    });
  }

  #startSecondClient(time: Time, link: Link): void {
    new SecondClient({
      time,
      link,
      topic: SECOND_TOPIC,
      interval: SECOND_INTERVAL,
      first: this.#secondAcknowledged + 1,
      onAcknowledged: (number) => {
        this.#secondAcknowledged = number;
        if (this.#second.has(number)) return;
        this.#violate('nothing-lost', `message ${number} of the second client was acknowledged, and is not at the broker`);
      },
    });
  }

  #watched(ledger: Ledger, outbox: Outbox): Outbox {
    return ledger.watch(this.#doubles.outbox?.(outbox) ?? outbox);
  }

  /** The host's readings stay on the flash, and its module goes on. */
  #losePower(why: string, duration: number): void {
    const host = this.#host;
    if (host === undefined) return;
    this.#note(why);
    this.#checkNode();
    this.#host = undefined;
    this.#ownAnswers = undefined;
    this.#watchdog.disarm();
    host.die();
    this.outages.begin();
    this.#powerOn.arm(duration);
  }

  #suffer(fault: HostFault, duration: number): void {
    if (this.#host === undefined) return;
    this.#hostCounts.set(fault, (this.#hostCounts.get(fault) ?? 0) + 1);
    switch (fault) {
      case 'host-power-cut':
      case 'host-crash':
        return this.#losePower(fault, duration);
      case 'host-power-cut-in-flash':
        return this.#flash.failSoon(this.#hostRandom, () => this.#losePower(fault, duration));
      case 'host-slow':
        this.#note(fault);
        this.uart.hostLatency = SLOW_HOST_LATENCY;
        return this.#endOfSlowness.arm(duration);
    }
  }

  #followRecovery(event: RecoveryEvent): void {
    this.rungs.count(event);
    this.#note(`${event.rung} ${event.outcome} against ${event.trouble}: ${event.reason}`);
  }

  #follow(...[event, detail]: Progress): void {
    const told = detail instanceof Error ? detail.message : String(detail);
    if (event !== 'recovery' && event !== 'link') this.#note(`${event} ${told}`);
    if (event === 'sampling-failed') this.#violate('no-exception', `a sample was not taken: ${detail.message}`);
    if (event === 'dropped') this.#violate('nothing-lost', `the outbox has dropped ${detail} readings`);
    if (event === 'connection-lost') this.outages.begin();
    if (event !== 'session') return;
    if (detail === 'ready') this.outages.end();
    this.#checkNode();
  }

  #checkNode(): void {
    const thrown = this.#node?.modem.callbackExceptions ?? 0;
    if (thrown > 0) this.#violate('no-exception', `${thrown} callbacks have thrown`);
    const { armed } = this.time;
    if (armed > ALARM_LIMIT) this.#violate('bounded-memory', `${armed} alarms are armed`);
  }
}
