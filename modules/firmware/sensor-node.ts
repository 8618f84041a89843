import { cellularError, invalidArgument } from '../at/errors.js';
import { PAYLOAD_LIMIT } from '../fibocom/mqtt.js';
import type { ModemOptions } from '../modem/modem-options.js';
import { Modem } from '../modem/modem.js';
import { MQTTClient } from '../mqtt/mqtt-client.js';
import type { SerialSpecifier } from '../ports/serial.js';
import type { Alarm, Time } from '../ports/time.js';
import { Backoff } from '../telemetry/backoff.js';
import type { MqttClientClass } from '../telemetry/mqtt-client-class.js';
import { MqttSession } from '../telemetry/mqtt-session.js';
import { OutboxPublisher } from '../telemetry/outbox-publisher.js';
import type { Outbox } from '../telemetry/outbox.js';
import { PrioritisedSources } from '../telemetry/prioritised-sources.js';
import { Reporter, type ProgressListener } from '../telemetry/progress.js';
import { RamOutbox } from '../telemetry/ram-outbox.js';
import { READING_OVERHEAD, ReadingComposer } from '../telemetry/reading-composer.js';
import { Recorder } from '../telemetry/recorder.js';
import { RemoteCommand } from '../telemetry/remote-command.js';
import { Sampler } from '../telemetry/sampler.js';
import type { SensorSpecifier } from '../telemetry/sensor-class.js';
import type { SessionState } from '../telemetry/session-state.js';
import { topicsOf } from '../telemetry/topics.js';
import { nodeSettings, type NodeConfiguration, type NodeSettings } from './configuration.js';

/** Bytes of the longest message that the client can receive: a command is much shorter. */
const RECEIVE_CAPACITY = 512;
/** Milliseconds for what is left in the outbox when the node closes. */
const FLUSH = 10000;

export interface SensorNodeOptions {
  readonly serial: SerialSpecifier;
  readonly time: Time;
  readonly sensor: SensorSpecifier;
  readonly configuration: NodeConfiguration;
  /** Another class than {@link Modem}, or options for it. */
  readonly modem?: Omit<ModemOptions, 'serial' | 'time' | 'onChanged'> & { readonly io?: typeof Modem };
  /** Another class than {@link MQTTClient}, or options for it, such as its `slot`. */
  readonly mqtt?: { readonly io?: MqttClientClass; readonly [property: string]: unknown };
  /** Where readings wait; 8 kB of RAM by default. It stays its maker's, to be closed after the node. */
  readonly outbox?: Outbox;
  /** From 0 up to, not including, 1: spreads the attempts of a fleet to connect. */
  random(): number;
  readonly onProgress?: ProgressListener;
}

/** Numbers of readings. */
export interface Statistics {
  /** Taken into the outbox. */
  readonly accepted: number;
  readonly delivered: number;
  /** In the outbox now. */
  readonly waiting: number;
  /** Lost because the outbox was full. */
  readonly dropped: number;
  /** Samples that could not be taken or were refused. */
  readonly failedSamples: number;
}

/** The sensor node: samples a sensor, keeps the readings until the broker has them, obeys its command topic. */
export class SensorNode {
  readonly #settings: NodeSettings;
  readonly #modem: Modem;
  readonly #outbox: Outbox;
  readonly #reporter: Reporter;
  readonly #recorder: Recorder;
  readonly #composer: ReadingComposer;
  readonly #readings: OutboxPublisher;
  readonly #session: MqttSession;
  readonly #sampler: Sampler;
  #failedSamples = 0;
  #isClosing = false;
  #isClosed = false;
  #onClosed: ((error: null) => void)[] = [];
  readonly #closed: Alarm;

  /** Throws `invalid-argument`, before the serial port is opened. */
  constructor(options: SensorNodeOptions) {
    const { time, configuration } = options;
    const settings = nodeSettings(configuration);
    const { QoS } = settings;
    const topics = topicsOf(settings.topicPrefix, settings.nodeId);
    this.#settings = settings;
    this.#reporter = new Reporter(options.onProgress);
    this.#outbox = options.outbox ?? new RamOutbox();
    const publishCapacity = this.#outbox.maximumPayload + READING_OVERHEAD;
    if (publishCapacity > PAYLOAD_LIMIT) {
      throw invalidArgument('outbox.maximumPayload', `at most ${PAYLOAD_LIMIT - READING_OVERHEAD}`, 'facts: MQTT');
    }
    const backoff = new Backoff({ random: options.random });
    const command = new RemoteCommand({
      responseTopic: topics.response,
      QoS,
      reporter: this.#reporter,
      onInterval: (seconds) => this.#setInterval(seconds * 1000),
    });
    this.#sampler = new Sampler({
      time,
      sensor: options.sensor,
      interval: settings.interval,
      onSample: (sample) => this.#record(sample),
      onFailure: (error) => this.#fail(error),
    });
    const ModemClass = options.modem?.io ?? Modem;
    const modem = new ModemClass({ ...options.modem, serial: options.serial, time, onChanged: (name) => this.#follow(name) });
    this.#modem = modem;
    this.#recorder = new Recorder({ time, clock: modem, outbox: this.#outbox, reporter: this.#reporter });
    this.#composer = new ReadingComposer({ time, clock: modem, onPatienceOver: () => this.#session.wake() });
    this.#readings = new OutboxPublisher({
      outbox: this.#outbox,
      topic: topics.readings,
      QoS,
      overhead: READING_OVERHEAD,
      compose: (record, target) => this.#composer.compose(record, target),
    });
    const { host, port, tls, user, password, clientId, keepAlive, clean } = settings.broker;
    this.#session = new MqttSession({
      time,
      link: modem,
      client: {
        ...options.mqtt,
        io: options.mqtt?.io ?? MQTTClient,
        link: modem,
        host,
        port,
        tls,
        user,
        password,
        id: clientId,
        keepAlive,
        clean,
        publishCapacity,
        // Made once: a client is made for each connection.
        receiveBuffer: new Uint8Array(RECEIVE_CAPACITY),
      },
      backoff,
      statusTopic: topics.status,
      commandTopic: topics.command,
      QoS,
      source: new PrioritisedSources([command.responses, this.#readings]),
      reporter: this.#reporter,
      onCommand: (bytes, byteLength, isTooLong) => command.handle(bytes, byteLength, isTooLong),
    });
    this.#closed = time.alarm(() => this.#tellClosed());
  }

  /** The modem, for those who want to know its signal, its operator or its last error. */
  get modem(): Modem {
    return this.#modem;
  }

  /** Where the MQTT session stands. */
  get session(): SessionState {
    return this.#session.state;
  }

  /** Milliseconds between two samples. */
  get interval(): number {
    return this.#sampler.interval;
  }

  /** Readings since the start. */
  get statistics(): Statistics {
    return {
      accepted: this.#recorder.count,
      delivered: this.#readings.count,
      waiting: this.#outbox.length,
      dropped: this.#outbox.dropped,
      failedSamples: this.#failedSamples,
    };
  }

  /** Starts sampling and connecting. */
  start(): void {
    if (this.#isClosing) throw cellularError('closed', 'the node is closed');
    this.#modem.connect(this.#settings.network);
    this.#sampler.start();
    this.#session.wake();
  }

  /**
   * Stops sampling, publishes what it can of the outbox within 10 seconds, takes its leave of the broker (at most 30 seconds
   * more), hangs up and closes the modem. `callback` comes when all that is done, from a turn of its own. Legal more than once.
   */
  close(callback?: (error: null) => void): void {
    if (callback !== undefined) this.#onClosed.push(callback);
    if (this.#isClosing) {
      if (this.#isClosed) this.#closed.arm(0);
      return;
    }
    this.#isClosing = true;
    this.#sampler.close();
    this.#composer.stopWaiting();
    this.#session.leave(FLUSH, () => this.#hangUp());
  }

  #hangUp(): void {
    this.#composer.close();
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

  #record(sample: unknown): void {
    this.#recorder.record(sample);
    this.#session.wake();
  }

  #fail(error: Error): void {
    this.#failedSamples += 1;
    this.#reporter.report('sampling-failed', error);
  }

  #setInterval(interval: number): void {
    this.#sampler.setInterval(interval);
    this.#reporter.report('interval', interval);
  }

  /** An address, a clock: the session sees for itself what it can do with it. */
  #follow(property: string): void {
    this.#reporter.report('link', property);
    this.#session.wake();
  }
}
