import { checkObject } from '../base/checks.js';
import { cellularError, invalidArgument } from '../base/errors.js';
import { checkEncoding, type Encoding, type EncodingMaker } from '../encodings/encoding.js';
import { json } from '../encodings/json.js';
import type { RecoveryEvent } from '../modem/recovery/recovery-event.js';
import { defaultDialect } from '../modem/default-dialect.js';
import { Modem } from '../modem/modem.js';
import { MQTTClient } from '../mqtt/mqtt-client.js';
import type { Alarm } from '../ports/time.js';
import { Backoff } from '../telemetry/backoff.js';
import type { MqttClientSpecifier } from '../ports/mqtt-client.js';
import { MqttSession } from '../telemetry/mqtt-session.js';
import { Reporter, type Progress, type ProgressListener } from '../telemetry/progress.js';
import { RamOutbox } from '../telemetry/ram-outbox.js';
import { ReadingPath, type AlarmOptions } from '../telemetry/reading-path.js';
import type { Credentials, CredentialsSource } from '../telemetry/credentials.js';
import { ANSWER_LIMIT, RemoteCommands } from '../telemetry/commands/remote-commands.js';
import { sensorError } from '../telemetry/sensors/sensor-error.js';
import { Sensors, type NodeSensors } from '../telemetry/sensors/sensors.js';
import type { MessageSource } from '../telemetry/message-source.js';
import type { SendingClass } from '../telemetry/sending-class.js';
import type { SessionState } from '../telemetry/session-state.js';
import { statusMessage } from '../telemetry/status-message.js';
import type { QoS } from '../ports/mqtt-client.js';
import { SharedLine, type Sender } from '../telemetry/shared-line.js';
import type { OwnTopic, OwnTopicOptions } from '../telemetry/own-topics.js';
import type { TopicSubscription } from '../telemetry/topic-subscriptions.js';
import { topicFrom, type TopicVariables } from '../telemetry/topic-template.js';
import { checkOwnTopic, ownSubscriptions, topicsFrom, topicsOf, type Topics } from '../telemetry/topics.js';
import { builtInCommands, type CommandedNode } from './built-in-commands.js';
import { DutyCycle } from './duty-cycle.js';
import { fedByDelivery } from './delivery-watchdog.js';
import { NodeHealth } from './health/health.js';
import { HEALTH_LIMIT } from './health/health-publisher.js';
import { checkedTopicOptions, checkNodeOptions, type SensorNodeOptions } from './node-options.js';
import type { PlatformNode, PlatformParts } from './platform.js';
import { configurationFor, platformParts } from './platform-parts.js';
import { QuietCollection } from './quiet-collection.js';
import { startNumber } from './start-number.js';
import { nodeSettings, type NodeSettings } from './configuration.js';

/** Bytes of the client's receive buffer besides the longest payload: for the longest topic. */
const TOPIC_ROOM = 256;
/** Bytes of alarms that wait in RAM: some dozens. */
const ALARMS_CAPACITY = 2048;
/** Milliseconds for what is left in the outbox when the node closes. */
const FLUSH = 10000;

export type { SensorNodeOptions };

/** Numbers of readings. */
export interface Statistics {
  /** Taken into the outbox. */
  readonly accepted: number;
  /** The broker has them; at QoS 0, the module has sent them. */
  readonly delivered: number;
  /** In the outbox now. */
  readonly waiting: number;
  /** Lost because the outbox was full. */
  readonly dropped: number;
  /** Given up because the broker refuses them, each told by name. */
  readonly refused: number;
  /** Samples that could not be taken or were refused. */
  readonly failedSamples: number;
}

/** The sensor node: samples its sensors, keeps the readings until the broker has them, obeys its command topic. */
export class SensorNode {
  readonly #settings: NodeSettings;
  readonly #topics: Topics;
  readonly #variables: TopicVariables;
  readonly #subscriptions: readonly TopicSubscription[];
  readonly #platform: PlatformParts;
  readonly #modem: Modem;
  readonly #reporter: Reporter;
  readonly #readings: ReadingPath;
  readonly #commands: RemoteCommands;
  readonly #health: NodeHealth;
  readonly #session: MqttSession;
  readonly #sensors: Sensors;
  readonly #dutyCycle: DutyCycle | undefined;
  readonly #collection: QuietCollection | undefined;
  #failedSamples = 0;
  #isClosing = false;
  #isClosed = false;
  #onClosed: ((error: null) => void)[] = [];
  readonly #closed: Alarm;
  readonly #restart: Alarm;
  /** That of this start, once somebody has asked. */
  #start = 0;

  /** Throws `invalid-argument`, before the serial port is opened. */
  constructor(options: SensorNodeOptions) {
    checkNodeOptions(options);
    const { time, configuration, topics: templates = {}, subscriptions: subscribed = [] } = options;
    const { dialect = defaultDialect } = options.modem ?? {};
    const settings = nodeSettings(configurationFor(options.platform, configuration), dialect);
    const { QoS, publishWindow } = settings;
    const { nodeId, topicPrefix } = settings;
    const variables = { nodeId, topicPrefix };
    const usual = topicsFrom(templates, topicsOf(topicPrefix, nodeId), variables);
    const { platform } = options;
    const parts = platform === undefined ? {} : platformParts(platform, options, this.#asPlatformsNode(options, settings, usual));
    const topics = parts.topics ?? usual;
    const subscriptions = ownSubscriptions(subscribed, topics, variables);
    this.#settings = settings;
    this.#topics = topics;
    this.#variables = variables;
    this.#subscriptions = subscriptions;
    this.#platform = parts;
    this.#reporter = new Reporter((...progress) => this.#tell(progress, options.onProgress));
    const encoding = parts.encoding ?? encodingOf(options.encoding ?? json, settings);
    const clock = { now: () => this.#modem.now() };
    const onDue = (): void => this.#session.wake();
    const readings = new ReadingPath({
      time,
      clock,
      outbox: options.outbox ?? new RamOutbox(),
      alarms: options.alarms ?? defaultAlarms(options),
      backlog: settings.backlog,
      topics,
      encoding,
      QoS,
      publishWindow,
      payloadLimit: dialect.mqtt[0].payloadLimit,
      reporter: this.#reporter,
      onDue,
      onAlarm: () => this.#hurry(),
    });
    this.#readings = readings;
    const backoff = new Backoff({ random: options.random });
    this.#sensors = new Sensors({
      time,
      sensors: options.sensors,
      onSample: (sample, sensor, isAlarm) => {
        readings.record(sample, sensor, isAlarm);
        if (isAlarm) this.wake();
        this.#session.wake();
      },
      onAsked: () => this.#collection?.noteSample(),
      onFailure: (sensor, cause) => this.#fail(sensor, cause),
    });
    const commands = new RemoteCommands({
      time,
      topic: topics.response,
      QoS,
      encoding,
      tables: () => [builtInCommands(this.#commanded(options)), options.commands ?? {}],
      memory: options.commandMemory,
      answering: parts,
      reporter: this.#reporter,
      onDue,
    });
    this.#commands = commands;
    this.#health = new NodeHealth({
      time,
      options: options.health,
      topic: topics.health,
      QoS,
      encoding,
      reporter: this.#reporter,
      modem: () => this.#modem,
      sources: () => ({
        counts: () => this.statistics,
        start: () => this.#startNumber(options.random),
        sent: () => this.#session.bytesSent,
      }),
      onDue,
    });
    const ModemClass = options.modem?.io ?? Modem;
    const recovery = { random: options.random, ...options.modem?.recovery };
    const modem = new ModemClass({
      ...options.modem,
      serial: options.serial,
      time,
      recovery: { ...recovery, onRecovery: (event) => this.#followRecovery(event, recovery.onRecovery) },
      onChanged: (name) => this.#follow(name),
    });
    this.#modem = modem;
    const { watchdog } = recovery;
    const senders = watchdog === undefined ? readings.senders : readings.senders.map((sender) => fedByDelivery(sender, watchdog));
    const longestRecord = options.health === undefined ? 0 : HEALTH_LIMIT;
    const longestMessage = Math.max(readings.longestMessage, ANSWER_LIMIT, longestRecord, parts.longestMessage ?? 0);
    this.#session = new MqttSession({
      time,
      link: modem,
      client: clientSpecifier(options, settings, modem, longestMessage),
      clock,
      credentials: credentialsOf(parts.credentials === undefined ? options : parts, settings),
      backoff,
      birth: parts.birth ?? statusMessage(topics.status, 'online'),
      last: parts.birth === undefined ? statusMessage(topics.status, 'offline') : undefined,
      QoS,
      publishWindow,
      source: new SharedLine([
        ...senders,
        ...sender('answers', parts.answer === undefined ? commands.answers : undefined),
        ...sender('own', this.#health.source),
        ...sender('platform', parts.source),
      ]),
      liveness: settings.broker.liveness,
      reporter: this.#reporter,
      subscriptions: [
        ...(parts.answer === undefined ? [commandSubscription(topics.command, QoS, commands)] : []),
        ...(parts.subscriptions ?? []),
        ...subscriptions,
      ],
      messageLimit: settings.messageLimit,
      onMessagesDropped: (total) => commands.noteDropped(total),
    });
    const { dutyCycle, network } = settings;
    const cycled = { time, modem, network, session: this.#session };
    this.#dutyCycle = dutyCycle === undefined ? undefined : new DutyCycle({ ...cycled, ...dutyCycle });
    if (options.collect !== undefined) {
      this.#collection = new QuietCollection({ time, modem, reporter: this.#reporter, collect: () => options.collect?.() });
    }
    this.#closed = time.alarm(() => this.#tellClosed());
    this.#restart = time.alarm(() => options.modem?.recovery?.restartHost?.());
  }

  /** The modem, for those who want to know its signal, its operator or its last error. */
  get modem(): Modem {
    return this.#modem;
  }

  /** Where the MQTT session stands. */
  get session(): SessionState {
    return this.#session.state;
  }

  /** The sensors, by their names. */
  get sensors(): NodeSensors {
    return this.#sensors;
  }

  /** Readings since the start. */
  get statistics(): Statistics {
    return {
      accepted: this.#readings.accepted,
      delivered: this.#readings.delivered,
      waiting: this.#readings.waiting,
      dropped: this.#readings.dropped,
      refused: this.#readings.refused,
      failedSamples: this.#failedSamples,
    };
  }

  /**
   * A topic of the program's own to publish on, with variables as in the node's; it is made once. What is published waits in the outbox of
   * the readings, or with the priority `alarm` in that of the alarms, and goes in its turn, also after a restart of the device. Throws
   * `invalid-argument`, by name, and `closed`.
   */
  topic(template: string, options: OwnTopicOptions = {}): OwnTopic {
    if (this.#isClosing) throw cellularError('closed', 'topic(): the node is closed');
    const { QoS, retain, priority } = checkedTopicOptions(options, this.#settings.QoS);
    const topic = topicFrom(template, this.#variables, 'topic');
    checkOwnTopic(topic, this.#topics, this.#subscriptions);
    const own = this.#readings.own(priority);
    if (own === undefined) throw invalidArgument('priority', 'alarm wants an outbox for alarms: give alarms, or a sensor isAlarm', 'docs/topics.md');
    return own.open(topic, QoS, retain);
  }

  /** Starts sampling and connecting. */
  start(): void {
    if (this.#isClosing) throw cellularError('closed', 'the node is closed');
    this.#sensors.start();
    if (this.#dutyCycle !== undefined) return this.#dutyCycle.wake();
    this.#modem.connect(this.#settings.network);
    this.#session.wake();
  }

  /** Connects now although it sleeps between its connections, as for an alarm. Without a duty cycle it is connected anyway. */
  wake(): void {
    if (!this.#isClosing) this.#dutyCycle?.wake();
  }

  /**
   * Stops sampling, publishes what it can of the outbox within 10 seconds, takes its leave of the broker (at most 30 seconds
   * more; 90 where the connection is lost behind `online`), hangs up and closes the modem. `callback` comes when all that is
   * done, from a turn of its own. Legal more than once.
   */
  close(callback?: (error: null) => void): void {
    if (callback !== undefined) this.#onClosed.push(callback);
    if (this.#isClosing) {
      if (this.#isClosed) this.#closed.arm(0);
      return;
    }
    this.#isClosing = true;
    this.#restart.disarm();
    this.#sensors.close();
    this.#collection?.close();
    this.#readings.hurry();
    this.#commands.hurry();
    this.#dutyCycle?.stop();
    this.#session.leave(FLUSH, () => this.#hangUp());
  }

  #hangUp(): void {
    this.#readings.close();
    this.#commands.close();
    this.#health.close();
    this.#modem.close(() => {
      this.#isClosed = true;
      this.#closed.arm(0);
    });
  }

  #tellClosed(): void {
    const callbacks = this.#onClosed;
    this.#onClosed = [];
    for (let index = 0; index < callbacks.length; index += 1) {
      try {
        callbacks[index](null);
      } catch {
        // The node is closed; what its owner makes of it is the owner's.
      }
    }
  }

  #hurry(): void {
    this.wake();
    this.#session.wake();
  }

  #commanded(options: SensorNodeOptions): CommandedNode {
    const canRestart = typeof options.modem?.recovery?.restartHost === 'function';
    return {
      sensorNames: this.#sensors.names,
      intervalOf: (sensor) => this.#sensors.intervalOf(sensor),
      setInterval: (sensor, interval) => this.#setInterval(sensor, interval),
      sampleNow: (sensor) => this.#sensors.ask(sensor),
      tellStatus: (fields, onStatus) => this.#health.tell(fields, onStatus),
      start: () => this.#startNumber(options.random),
      restart: canRestart ? (delay) => this.#restartIn(delay) : undefined,
    };
  }

  #asPlatformsNode(options: SensorNodeOptions, settings: NodeSettings, topics: Topics): PlatformNode {
    return {
      settings,
      sensors: options.sensors,
      commandTopic: topics.command,
      answerTopic: topics.response,
      commandNames: Object.keys(options.commands ?? {}),
      clock: { now: () => this.#modem.now() },
      command: (message, sender) => this.#commands.handle(message, sender),
      wake: () => this.#session.wake(),
    };
  }

  /** That of this start, which is drawn when somebody asks: by then the clock is known as a rule. */
  #startNumber(random: () => number): number {
    if (this.#start === 0) this.#start = startNumber(random, this.#modem.now());
    return this.#start;
  }

  #tell(progress: Progress, listener: ProgressListener | undefined): void {
    this.#health.note(...progress);
    if (progress[0] === 'session' && progress[1] === 'ready') this.#platform.ready?.();
    listener?.(...progress);
  }

  #restartIn(delay: number): void {
    this.#reporter.report('restart', delay);
    this.#restart.arm(delay);
  }

  #fail(sensor: string, cause: unknown): void {
    this.#failedSamples += 1;
    this.#reporter.report('sampling-failed', sensorError(sensor, cause));
  }

  #setInterval(sensor: string | undefined, interval: number): void {
    this.#sensors.setInterval(sensor, interval);
    this.#reporter.report('interval', interval);
  }

  #followRecovery(event: RecoveryEvent, listener: ((event: RecoveryEvent) => void) | undefined): void {
    this.#reporter.report('recovery', `${event.rung} ${event.outcome}: ${event.reason}`);
    listener?.(event);
  }

  /** An address, a clock: the session sees for itself what it can do with it. */
  #follow(property: string): void {
    this.#reporter.report('link', property);
    this.#readings.followClock();
    this.#session.wake();
  }
}

function sender(sendingClass: SendingClass, source: MessageSource | undefined): readonly Sender[] {
  return source === undefined ? [] : [{ sendingClass, source }];
}

function commandSubscription(topic: string, QoS: QoS, commands: RemoteCommands): TopicSubscription {
  return { topic, QoS, onMessage: (bytes) => commands.handle(bytes), onTooLong: () => commands.refuseTooLong() };
}

function encodingOf(maker: EncodingMaker, settings: NodeSettings): Encoding {
  const encoding = maker(settings);
  checkEncoding('encoding()', encoding, 'docs/sensors.md');
  return encoding;
}

/** In RAM, where a sensor can tell one and nothing else is given. */
function defaultAlarms({ sensors }: SensorNodeOptions): AlarmOptions | undefined {
  const isThere = sensors.some(({ isAlarm }) => isAlarm !== undefined);
  return isThere ? { outbox: new RamOutbox({ capacity: ALARMS_CAPACITY }) } : undefined;
}

/** The MQTT client, which is made anew for each connection, and what it is made with. */
function clientSpecifier(options: SensorNodeOptions, settings: NodeSettings, link: Modem, publishCapacity: number): MqttClientSpecifier {
  const { host, port, tls, loginLimits, keepAlive, clean } = settings.broker;
  return {
    ...options.mqtt,
    io: options.mqtt?.io ?? MQTTClient,
    link,
    host,
    port,
    tls,
    loginLimits,
    keepAlive,
    clean,
    publishCapacity,
    publishWindow: settings.publishWindow,
    receiveBuffer: new Uint8Array(TOPIC_ROOM + settings.messageLimit),
  };
}

/** Those of the configuration, or of a program that makes them anew for each connection. */
function credentialsOf(source: Pick<PlatformParts, 'credentials'>, { broker }: NodeSettings): CredentialsSource {
  const { user, clientId } = broker;
  const password = broker.password as Credentials['password'];
  const configured: Credentials = { user, password, clientId };
  return (clock) => {
    const credentials = source.credentials === undefined ? configured : source.credentials(clock);
    if (credentials === undefined) return undefined;
    checkObject('credentials()', credentials, 'docs/security.md');
    return { ...credentials, clientId: credentials.clientId ?? clientId };
  };
}
