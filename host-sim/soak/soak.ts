import type { Observed } from '../../modules/base/assert.js';
import type { SensorNode } from '../../modules/firmware/sensor-node.js';
import type { Link } from '../../modules/modem/link.js';
import type { RecoveryEvent } from '../../modules/modem/recovery/recovery-event.js';
import { ADDRESS_ASSIGNED } from '../../modules/ports/network-interface.js';
import type { Alarm, Time } from '../../modules/ports/time.js';
import type { OwnTopic } from '../../modules/telemetry/own-topics.js';
import type { Progress } from '../../modules/telemetry/progress.js';
import { ModelBroker } from '../broker/model-broker.js';
import { FaultSchedule } from '../faults/fault-schedule.js';
import { createFaultyModule, type FaultyModule } from '../faults/faulty-module.js';
import type { ModuleEvent } from '../module/module-event.js';
import { profiles } from '../module/profile.js';
import { seededRandom } from '../module/random.js';
import { latin1 } from '../trace/trace-text.js';
import { VirtualTime } from '../time/virtual-time.js';
import { VirtualUart } from '../uart/virtual-uart.js';
import { HostClock } from './host-clock.js';
import { HostFaults } from './host-faults.js';
import { OutboxFlash } from './outbox-flash.js';
import { Outages } from './outages.js';
import { OwnAnswers } from './own-answers.js';
import type { Plan } from './plan.js';
import { PoweredHost } from './powered-host.js';
import { hastened, hostRatesOf, type HostFault, ratesOf, SLOW_HOST_LATENCY } from './rates.js';
import { anemometer, contact, RoofSensor, thermometer } from './roof-sensor.js';
import { RungTally } from './rung-tally.js';
import { SecondClient } from './second-client.js';
import type { RungCounts } from './seed-result.js';
import type { SoakDoubles } from './soak-doubles.js';
import { SeededOddities } from './seeded-oddities.js';
import { soakNode } from './soak-node.js';
import type { Invariant, Violation } from './violation.js';
import { watchedUplink } from './watched-uplink.js';
import { Watches } from './watches.js';
import type { Word } from './word-watch.js';

/** 2026-03-01. */
const START = Date.UTC(2026, 2, 1);
const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** As docs/recovery.md recommends for a node that is always connected: an hour, and more where there is not a reading in each. */
const WATCHDOG = 3600 * SECOND;
/** What the second client publishes, and how many milliseconds after the last one was acknowledged. */
const SECOND_TOPIC = 'second';
const SECOND_INTERVAL = 300 * SECOND;
const SECOND_REMEMBERED = 64;
/** Alarms that are armed at once, of everything that is simulated. */
const ALARM_LIMIT = 150;
/** Seconds of the intervals that are commanded in passing, some of them above what the node was configured with. */
const COMMANDED = [300, 600, 900, 1800] as const;
/** Commands a day. */
const COMMANDS = 1;
/** Messages of the program's own. */
const EVENTS_A_DAY = 8;
/** What is said to the program besides. */
const TALKS_A_DAY = 3;
const COMMAND_TOPIC = 'cellnode/node-1/command';
/** Milliseconds that a command takes which does not answer at once. */
const LONG_COMMAND = 5000;
/** Of the starts of the host, those with another release of the firmware. */
const UPDATES = 0.3;

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
  readonly watches: Watches;
  readonly #plan: Plan;
  readonly #haste: number;
  readonly #doubles: SoakDoubles;
  readonly #note: OnNote;
  readonly #broker = new ModelBroker({ time: this.time });
  readonly #faultyModule: FaultyModule;
  readonly #flash: OutboxFlash;
  readonly #sensor: RoofSensor;
  readonly #door: RoofSensor;
  readonly #wind: RoofSensor;
  readonly #hatch: RoofSensor;
  readonly #hostClock: HostClock;
  readonly #random: () => number;
  readonly #hostRandom: () => number;
  /** Keeps what is said to the program apart from all else that chance decides. */
  readonly #talkRandom: () => number;
  readonly #watchdogLimit: number;
  readonly #watchdog: Alarm;
  readonly #powerOn: Alarm;
  readonly #command: Alarm;
  readonly #event: Alarm;
  /** Commands of the program's own, and messages on topics of its own. */
  readonly #talk: Alarm;
  readonly #endOfSlowness: Alarm;
  readonly #hostCounts = new Map<HostFault, number>();
  readonly #oddities: SeededOddities;
  #host: PoweredHost | undefined;
  #node: SensorNode | undefined;
  #ownAnswers: OwnAnswers | undefined;
  #schedule: FaultSchedule | undefined;
  #hostFaults: HostFaults | undefined;
  #spells = 0;
  #starts = 0;
  /** Crashes that are still to come of a series. */
  #crashes = 0;
  #release = 0;
  /** Of the program that runs. */
  #events: OwnTopic | undefined;
  #published = 0;
  #memory = '';
  #commandIds = '';
  /** Numbers of the second client's messages that the broker has had last. */
  readonly #second = new Set<number>();
  #secondAcknowledged = 0;
  #violation: Violation | undefined;

  constructor({ plan, haste = 1, note = () => undefined, doubles = {} }: SoakOptions) {
    const { time } = this;
    const utcNow = (): number => START + time.now();
    this.#plan = plan;
    this.#haste = haste;
    this.#doubles = doubles;
    this.#note = note;
    this.#random = seededRandom(plan.seed ^ 0x4057);
    this.#hostRandom = seededRandom(plan.seed ^ 0x7e57);
    this.#talkRandom = seededRandom(plan.seed ^ 0x7a1c);
    this.#flash = new OutboxFlash(plan);
    this.#hostClock = new HostClock(time);
    this.#watchdogLimit = Math.max(WATCHDOG, 2 * plan.interval + WATCHDOG / 2);
    this.#oddities = new SeededOddities(plan.seed);
    this.#faultyModule = createFaultyModule({
      time,
      uplink: watchedUplink(
        this.#broker.uplink(),
        (options) => this.watches.connecting(options),
        (message) => this.watches.published(message),
      ),
      line: this.uart.module,
      profile: { ...profiles[plan.profile], ...plan.voice },
      seed: plan.seed,
      utcNow,
      onEvent: (event) => this.#followModule(event),
      onUrc: (bytes) => this.watches.slots.owes(bytes),
    });
    this.#faultyModule.faults.onNews = ({ type, name }) => note(`${name} ${type}`);
    this.watches = new Watches({
      plan,
      broker: this.#broker,
      now: () => time.now(),
      utcNow,
      isClockKnown: () => this.#node?.modem.now() !== undefined,
      isRefused: () => false,
      onViolation: (...violation) => this.#violate(...violation),
    });
    this.#sensor = this.#roofSensor('roof', thermometer(time, seededRandom(plan.seed)));
    this.#door = this.#roofSensor('door', thermometer(time, seededRandom(plan.seed ^ 0xd00f)));
    this.#wind = this.#roofSensor('wind', anemometer(seededRandom(plan.seed ^ 0x817d)));
    this.#hatch = this.#roofSensor('hatch', contact(seededRandom(plan.seed ^ 0x4a7c)));
    this.#broker.subscribe('cellnode/node-1/status', ({ payload }) => note(`the broker hears ${latin1(payload)}`));
    this.#broker.subscribe(SECOND_TOPIC, ({ payload }) => this.#hearSecond(Number(latin1(payload))));
    this.#watchdog = time.alarm(() => this.#bite());
    this.#powerOn = time.alarm(() => this.#start());
    this.#command = time.alarm(() => this.#commandByChance());
    this.#event = time.alarm(() => this.#publishEvent());
    this.#talk = time.alarm(() => this.#talkByChance());
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

  /** How often the driver did otherwise than it mostly does. */
  get oddityCounts(): Readonly<Record<string, number>> {
    return this.#oddities.counts;
  }

  get rungCounts(): Readonly<Record<string, RungCounts>> {
    return this.rungs.counts;
  }

  /** Accepted readings that are neither at the broker nor on the flash. */
  get lost(): number {
    const { readings, alarms } = this.#flash.peek();
    return this.watches.readings.lostFrom(readings) + this.watches.alarms.lostFrom(alarms);
  }

  /** Faults happen from now on. */
  storm(): void {
    this.#spells += 1;
    const seed = this.#plan.seed * 1000 + this.#spells;
    const mix = hastened(ratesOf(this.#plan, profiles[this.#plan.profile]), this.#haste);
    this.#schedule = new FaultSchedule(this.time, this.#faultyModule, { mix, seed });
    const suffer = (fault: HostFault, duration: number): void => this.#suffer(fault, duration);
    this.#hostFaults = new HostFaults(this.time, hastened(hostRatesOf(this.#plan), this.#haste), this.#hostRandom, suffer);
    this.#armCommand();
    if (this.#plan.hasEvents) this.#event.arm(DAY / EVENTS_A_DAY);
    if (this.#plan.hasCommands || this.#plan.hasSubscriptions || this.#plan.hasHealth) this.#armTalk();
  }

  /** None happen any more, and all that lasted are over. */
  calm(): void {
    this.#schedule?.stop();
    this.#hostFaults?.stop();
    this.#command.disarm();
    this.#event.disarm();
    this.#talk.disarm();
    this.#crashes = 0;
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
    const { obeyed, readings, alarms } = this.watches;
    const isPublishing = (): boolean => this.#accepted > accepted && readings.missing + alarms.missing === 0;
    if (this.#until(isPublishing, limit)) {
      this.#sendCommand(this.#plan.interval / SECOND);
      // One that was sent before may be answered before.
      const hasObeyed = (): boolean => this.watches.obeyed > obeyed && this.watches.interval === this.#plan.interval;
      const isUnderstood = this.#talkNow();
      this.#until(() => hasObeyed() && isUnderstood(), limit - (this.time.now() - start));
      if (hasObeyed() && !isUnderstood()) this.#violate('publishing-again', 'it publishes, and does not hear or answer all');
      if (this.watches.obeyed > obeyed && !hasObeyed()) this.#violate('settings-obeyed', 'the last command was not');
    }
    if (this.watches.obeyed === obeyed) this.#violate('publishing-again', `not within ${limit / SECOND} s: ${this.#standing}`);
    return this.time.now() - start;
  }

  /** Looks at all that can be looked at: whether what is missing at the broker would be found if the host started now, and more. */
  check(): void {
    const { readings, alarms } = this.#flash.peek();
    this.watches.readings.find(readings);
    this.watches.alarms.find(alarms);
    this.watches.check();
  }

  get #accepted(): number {
    return this.watches.readings.accepted + this.watches.alarms.accepted;
  }

  get #standing(): string {
    const node = this.#node;
    if (node === undefined) return 'the host is without power';
    const { modem, session, statistics } = node;
    return `modem ${modem.state}, session ${session}, ${statistics.waiting} waiting, ${modem.error?.message ?? 'no error'}`;
  }

  #until(condition: () => boolean, limit: number): boolean {
    let isMet = false;
    const observed = globalThis as Observed;
    const { onBrokenInvariant } = observed;
    // A guard in the driver may have swallowed what a broken invariant has thrown.
    observed.onBrokenInvariant = (error) => this.#violate('no-exception', error.stack ?? error.message);
    try {
      this.time.runUntil(() => this.#violation !== undefined || (isMet = condition()), limit);
    } catch (error) {
      this.#violate('no-exception', error instanceof Error ? (error.stack ?? error.message) : String(error));
    } finally {
      observed.onBrokenInvariant = onBrokenInvariant;
    }
    return isMet;
  }

  #violate(invariant: Invariant, detail: string): void {
    this.#violation ??= { invariant, detail, at: this.time.now() };
  }

  #start(): void {
    const { time, uart, watches } = this;
    this.#starts += 1;
    this.#flash.restorePower();
    const Serial = this.#doubles.serial?.(uart.Serial) ?? uart.Serial;
    const host = new PoweredHost(this.#doubles.time?.(time) ?? time, Serial, this.#doubles.oddities ?? this.#oddities);
    const clock = this.#plan.hasHostClock ? this.#hostClock : undefined;
    const readings = this.#flash.openReadings(watches.readings, clock);
    const alarms = this.#flash.openAlarms(watches.alarms, clock);
    watches.readings.find(readings);
    watches.alarms.find(alarms);
    this.#host = host;
    this.#watchdog.arm(this.#watchdogLimit);
    const trust = this.#trust();
    watches.begin(trust);
    const node = soakNode({
      plan: this.#plan,
      host,
      module: this.#faultyModule.module,
      random: this.#random,
      sensor: this.#sensor,
      door: this.#door,
      wind: this.#wind,
      hatch: this.#hatch,
      commandMemory: this.#plan.hasCommandMemory ? { read: () => this.#commandIds, write: (text) => (this.#commandIds = text) } : undefined,
      onTally: (number, reply) => this.#runTally(host, number, reply),
      onWord: (filter, topic, payload) => this.watches.words.heard(filter, topic, latin1(payload)),
      outbox: this.#doubles.outbox?.(readings, watches.readings) ?? readings,
      alarms: this.#plan.hasAlarms ? alarms : undefined,
      trust,
      memory: this.#plan.hasMemory ? { read: () => this.#memory, write: (text) => (this.#memory = text) } : undefined,
      modem: this.#doubles.modem,
      watchdog: { feed: () => this.#feed() },
      restartHost: () => this.#losePower('the ladder restarts the host', SECOND),
      onRecovery: (event) => this.#followRecovery(event),
      onProgress: (...progress) => {
        if (!host.isDead) this.#follow(...progress);
      },
    });
    this.#node = node;
    this.#events = undefined;
    const ownAnswers = new OwnAnswers(() => node.modem.counters.synchronisations, (...violation) => this.#violate(...violation));
    this.#ownAnswers = ownAnswers;
    host.onWrite = (bytes) => ownAnswers.written(bytes);
    host.alive(() => {
      if (this.#plan.hasEvents) this.#events = node.topic('plant/{nodeId}/event');
      node.start();
      if (this.#plan.hasSecondClient) this.#startSecondClient(host, node.modem);
    });
    if (this.#crashes > 0) this.#crashAgain();
  }

  /** What the firmware that starts now trusts: some starts are those of another release. */
  #trust(): string | undefined {
    const { trusts } = this.#plan;
    if (trusts.length > 1 && this.#hostRandom() < UPDATES) this.#release += 1;
    return trusts.length === 0 ? undefined : trusts[this.#release % trusts.length];
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

  /** A message of the program's own; what is told of it must be so. */
  #publishEvent(): void {
    this.#event.arm((-Math.log(1 - this.#hostRandom()) * DAY) / EVENTS_A_DAY);
    const events = this.#events;
    if (events === undefined) return;
    this.#published += 1;
    const text = `{"event":${this.#published}}`;
    this.#host?.alive(() => {
      this.watches.publishing(text);
      events.publish(text, (error) => this.watches.fates.told(text, error));
    });
  }

  /** Answers at once, or a while later. */
  #runTally(host: Time, number: unknown, reply: (answer: object) => void): void {
    this.watches.commands.ran(number);
    if (Number(number) % 2 === 0) reply({ seen: number });
    else host.alarm(() => reply({ seen: number })).arm(LONG_COMMAND);
  }

  #armTalk(): void {
    this.#talk.arm((-Math.log(1 - this.#talkRandom()) * DAY) / TALKS_A_DAY);
  }

  /** A command, or the last one again, with its id; a message on another topic; or, seldom, a retained command to restart. */
  #talkByChance(): void {
    this.#armTalk();
    const { hasCommands, hasSubscriptions } = this.#plan;
    const { commands, health } = this.watches;
    const chance = this.#talkRandom();
    if (chance < 0.05 && health.start !== undefined) this.#plantRestart(health.start);
    else if (chance < 0.5 && hasSubscriptions) this.#sayWord();
    else if (chance < 0.7 && hasCommands && commands.last > 0) this.#sendTally(commands.last);
    else if (hasCommands) this.#sendTally(commands.send());
  }

  /** Says all that there is to be said; gives whether it was understood. */
  #talkNow(): () => boolean {
    const { hasCommands, hasSubscriptions } = this.#plan;
    const { commands, words, fates } = this.watches;
    const number = hasCommands ? commands.send() : 0;
    if (hasCommands) this.#sendTally(number);
    const word = hasSubscriptions ? this.#sayWord() : undefined;
    return () => fates.waiting === 0 && (!hasCommands || commands.isAnswered(number)) && (word === undefined || words.isHeard(word));
  }

  #sendTally(number: number): void {
    this.#publish(COMMAND_TOPIC, `{"tally":${number},"id":"tally-${number}"}`);
  }

  #sayWord(): Word {
    const word = this.watches.words.next();
    this.#publish(word.topic, word.text);
    return word;
  }

  #plantRestart(start: number): void {
    this.watches.commands.planted();
    this.#publish(COMMAND_TOPIC, `{"restart":${start},"id":"restart-${start}"}`, true);
  }

  #publish(topic: string, text: string, isRetained = false): void {
    this.#broker.publish({ topic, payload: new TextEncoder().encode(text), qos: 1, isRetained });
  }

  #roofSensor(name: string, measure: (number: number) => object): RoofSensor {
    return new RoofSensor(measure, (sample) => this.watches.sampled(name, sample));
  }

  #hearSecond(number: number): void {
    this.#second.add(number);
    if (this.#second.size <= SECOND_REMEMBERED) return;
    const [oldest] = this.#second;
    this.#second.delete(oldest);
  }

  #feed(): void {
    if (this.#host === undefined) return;
    this.#watchdog.arm(this.#watchdogLimit);
    this.watches.feeding.fed();
  }

  #bite(): void {
    this.watches.feeding.bites(this.#watchdogLimit);
    this.#losePower('the watchdog bites', SECOND);
  }

  /** The host's readings stay on the flash, and its module goes on. */
  #losePower(why: string, duration: number): void {
    const host = this.#host;
    if (host === undefined) return;
    this.#note(why);
    this.#checkNode();
    this.watches.end();
    this.#host = undefined;
    this.#ownAnswers = undefined;
    this.#watchdog.disarm();
    host.die();
    this.outages.begin();
    this.#powerOn.arm(duration);
  }

  #crashAgain(): void {
    this.#crashes -= 1;
    const host = this.#host;
    const wait = (1 + 60 * this.#hostRandom()) * SECOND;
    this.time.alarm(() => {
      if (this.#host === host) this.#losePower('host-crash', SECOND);
    }).arm(wait);
  }

  #suffer(fault: HostFault, duration: number): void {
    if (this.#host === undefined) return;
    this.#hostCounts.set(fault, (this.#hostCounts.get(fault) ?? 0) + 1);
    switch (fault) {
      case 'host-power-cut':
        this.#hostClock.forget();
        return this.#losePower(fault, duration);
      case 'host-crash':
        return this.#losePower(fault, duration);
      case 'host-crashes':
        this.#crashes = 2 + Math.floor(4 * this.#hostRandom());
        return this.#losePower(fault, SECOND);
      case 'host-power-cut-in-flash':
        return this.#flash.failSoon(this.#hostRandom, () => {
          this.#hostClock.forget();
          this.#losePower(fault, duration);
        });
      case 'host-slow':
        this.#note(fault);
        this.uart.hostLatency = SLOW_HOST_LATENCY;
        return this.#endOfSlowness.arm(duration);
      case 'host-clock-stepped':
        this.#note(fault);
        return this.#hostClock.step(duration);
      case 'flash-bit-rots':
        return this.#decay(fault, () => this.#flash.rot(this.#hostRandom));
      case 'flash-cell-wears':
        return this.#decay(fault, () => this.#flash.wear(this.#hostRandom));
      case 'flash-block-dies':
        this.#note(fault);
        return this.#flash.killBlock(this.#hostRandom);
    }
  }

  #decay(fault: HostFault, happen: () => void): void {
    this.#note(fault);
    const before = this.#flash.peek();
    happen();
    const after = this.#flash.peek();
    this.watches.readings.rot(before.readings, after.readings);
    this.watches.alarms.rot(before.alarms, after.alarms);
  }

  #armCommand(): void {
    this.#command.arm((-Math.log(1 - this.#hostRandom()) * DAY) / COMMANDS);
  }

  #commandByChance(): void {
    this.#armCommand();
    const seconds = COMMANDED[Math.floor(this.#hostRandom() * COMMANDED.length)];
    this.#sendCommand(seconds);
  }

  #sendCommand(seconds: number): void {
    this.watches.commanded(seconds);
    this.#publish(COMMAND_TOPIC, `{"interval":${seconds}}`);
  }

  #followModule(event: ModuleEvent): void {
    this.#ownAnswers?.follow(event);
    this.watches.followModule(event, this.#faultyModule.module.clock);
  }

  #followRecovery(event: RecoveryEvent): void {
    this.rungs.count(event);
    this.watches.followRecovery(event);
    this.#note(`${event.rung} ${event.outcome} against ${event.trouble}: ${event.reason}`);
  }

  #follow(...[event, detail]: Progress): void {
    const node = this.#node;
    const told = detail instanceof Error ? detail.message : String(detail);
    if (event !== 'recovery' && event !== 'link') this.#note(`${event} ${told}`);
    if (event === 'sampling-failed') this.#violate('no-exception', `a sample was not taken: ${detail.message}`);
    if (event === 'handler-failed') this.#violate('no-exception', `a handler has thrown: ${told}`);
    if (event === 'restart') this.watches.commands.restarting();
    if (event === 'health-refused') this.watches.health.settled();
    if (event === 'health-failed') this.#violate('true-health', `a record was not made: ${told}`);
    if (event === 'interval') this.watches.intervalChanged(detail);
    if (event === 'connection-lost') {
      this.outages.begin();
      this.watches.connectionLost();
    }
    if (node === undefined) return;
    const isLinkUp = node.modem.connection >= ADDRESS_ASSIGNED;
    if (event === 'link') this.watches.followLink(node.session, isLinkUp);
    if (event !== 'session') return;
    if (detail === 'ready') this.outages.end();
    this.watches.followSession(detail, isLinkUp);
    this.#checkNode();
  }

  #checkNode(): void {
    const thrown = this.#node?.modem.callbackExceptions ?? 0;
    if (thrown > 0) this.#violate('no-exception', `${thrown} callbacks have thrown`);
    const { armed } = this.time;
    if (armed > ALARM_LIMIT) this.#violate('bounded-memory', `${armed} alarms are armed`);
  }
}
