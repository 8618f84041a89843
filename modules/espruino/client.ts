import { bytesOf, type ByteBuffer } from '../base/byte-buffer.js';
import { checkString } from '../base/checks.js';
import { type CellularError, cellularError, RETRYABLE } from '../base/errors.js';
import { Modem } from '../modem/modem.js';
import { settingsFrom } from '../mqtt/client-options.js';
import { MQTTClient } from '../mqtt/mqtt-client.js';
import { EspruinoSerial } from '../ports/espruino/serial.js';
import { EspruinoTime } from '../ports/espruino/time.js';
import { type ControlMessage, type ReadableOptions, SUBSCRIPTION_REFUSED, type WriteOptions } from '../ports/mqtt-client.js';
import { ADDRESS_ASSIGNED } from '../ports/network-interface.js';
import type { Alarm } from '../ports/time.js';
import { type Operation, OperationQueue } from './operation-queue.js';
import { type BrokerOptions, type Callback, checkClientOptions, type ClientOptions, limitOf } from './options.js';
import type { PublishOptions, SubscribeOptions } from './options.js';

/**
 * - `waiting`: for the modem to have an address;
 * - `opening`: MQTT's connection is being made;
 * - `open`: messages pass;
 * - `idle`: not connected, and nobody is at it until `connect()`;
 * - `closed`: for good.
 */
type State = 'waiting' | 'opening' | 'open' | 'idle' | 'closed';

/**
 * What `require('cellnode').connect` gives: MQTT over a modem of its own, with the events of Espruino's MQTT module.
 *
 * | event | arguments | |
 * |---|---|---|
 * | `connected`, `connect` | | subscriptions of an earlier connection are to be made again |
 * | `disconnected`, `close` | error | the connection was lost, other than by `close()`; `connect()` makes another |
 * | `publish` | `{topic, message, qos}` | a message has arrived |
 * | `message` | topic, message | the same |
 * | `error` | error | of an operation that was given no callback |
 *
 * A message is a string of a character for each byte; `E.toUint8Array(message)` gives the bytes. Callbacks and listeners are
 * called from turns of their own, and what they throw is Espruino's to report.
 */
export class Client {
  /** Signal, operator, time of day and what else is known of the module. */
  readonly modem: Modem;
  readonly #broker: BrokerOptions;
  readonly #limit: number;
  readonly #deadline: Alarm;
  readonly #turn: Alarm;
  readonly #operations = new OperationQueue();
  #mqtt: MQTTClient | undefined = undefined;
  #state: State = 'idle';
  #onConnected: Callback | undefined = undefined;
  /** Why the modem has no address yet, as of its last attempt. */
  #reason: CellularError | undefined = undefined;
  /** What the broker has granted to the subscription under way. */
  #granted = 0;

  /** Starts to connect. Throws `invalid-argument`, and then sends nothing. */
  constructor(port: EspruinoUart, options: ClientOptions, callback: Callback | undefined) {
    checkClientOptions(options);
    const time = new EspruinoTime();
    this.#broker = options.broker;
    this.#limit = limitOf(options);
    this.#deadline = time.alarm(() => this.#expire());
    this.#turn = time.alarm(() => this.#operations.advance((operation) => this.#write(operation)));
    this.modem = new Modem({
      ...options.modem,
      serial: { io: EspruinoSerial, port, setup: options.serial, baud: options.baud },
      time,
      onChanged: () => this.#followModem(),
    });
    try {
      settingsFrom({ ...this.#broker, link: this.modem });
      this.modem.connect(options.network);
    } catch (error) {
      this.modem.close();
      throw error;
    }
    this.connect(callback);
  }

  /** Whether messages pass. */
  get connected(): boolean {
    return this.#state === 'open';
  }

  /**
   * Connects again after `disconnected`, or after an attempt that has failed. `callback` comes with `null` when the broker has
   * accepted, or with the reason why not: one that no second attempt mends (`isRetryable` is false), or the latest one when
   * the limit is over. The modem goes on trying. Throws `invalid-argument` while connected or at it, and `closed`.
   */
  connect(callback?: Callback): void {
    if (this.#state === 'closed') throw closed();
    if (this.#state !== 'idle') throw cellularError('invalid-argument', 'connect(): already connected, or at it');
    this.#state = 'waiting';
    this.#onConnected = callback;
    this.#reason = undefined;
    this.#deadline.arm(this.#limit);
    this.#followModem();
  }

  /**
   * Publishes a string, a character for each byte, or bytes. `callback` comes when it is sent (QoS 0), or when the broker has
   * acknowledged it. Operations are done one after the other, and up to 16 wait; without a connection they end at once with
   * `connection-lost`. Throws `invalid-argument` for what is neither string nor bytes; bounds are the callback's to hear of.
   */
  publish(topic: string, data: string | ByteBuffer, options?: PublishOptions | Callback, callback?: Callback): void {
    if (typeof options === 'function') return this.publish(topic, data, undefined, options);
    const bytes = E.toUint8Array(typeof data === 'string' ? data : bytesOf(data, 'data'));
    this.#do(bytes, { topic: topicBytes(topic), QoS: options?.qos, retain: options?.retain }, callback);
  }

  /** Subscribes to a topic filter. A broker's refusal is `failed`. */
  subscribe(topic: string, options?: SubscribeOptions | Callback, callback?: Callback): void {
    if (typeof options === 'function') return this.subscribe(topic, undefined, options);
    this.#do(null, { operation: MQTTClient.SUBSCRIBE, items: [{ topic: topicBytes(topic), QoS: options?.qos }] }, callback);
  }

  unsubscribe(topic: string, callback?: Callback): void {
    this.#do(null, { operation: MQTTClient.UNSUBSCRIBE, items: [{ topic: topicBytes(topic) }] }, callback);
  }

  /** Disconnects from broker and network, and frees the UART; `callback` comes within 10 s. What waits ends with `closed`. */
  close(callback?: () => void): void {
    this.#end(closed(), 'closed');
    this.modem.close(() => later(callback));
  }

  #do(data: Uint8Array | null, options: WriteOptions, callback: Callback | undefined): void {
    const operation: Operation = { data, options, callback: (error) => this.#tell(callback, error) };
    if (this.#state === 'closed') return operation.callback(closed());
    if (this.#state !== 'open') return operation.callback(notConnected());
    if (this.#operations.isFull) return operation.callback(overflow());
    this.#operations.add(operation);
    this.#turn.arm(0);
  }

  #tell(callback: Callback | undefined, error: CellularError | null): void {
    if (callback !== undefined) later(() => callback(error));
    else if (error !== null) this.emit('error', error);
  }

  // ── connecting ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #followModem(): void {
    if (this.#state !== 'waiting') return;
    const { connection, error } = this.modem;
    if (error !== undefined) this.#reason = error;
    if (connection >= ADDRESS_ASSIGNED) this.#open();
    else if (error !== undefined && !error.isRetryable) this.#end(error, 'idle');
  }

  #open(): void {
    this.#state = 'opening';
    try {
      this.#mqtt = new MQTTClient({
        ...this.#broker,
        link: this.modem,
        onReadable: (count, options) => this.#read(count, options),
        onWritable: () => this.#becomeWritable(),
        onControl: (message) => this.#control(message),
        onError: (error) => this.#end(error, 'idle'),
      });
    } catch (error) {
      this.#end(error as CellularError, 'idle');
    }
  }

  #expire(): void {
    this.#end(this.#reason ?? cellularError('timeout', `not connected within ${this.#limit} ms`, RETRYABLE), 'idle');
  }

  /** The end of a connection, or of an attempt at one. */
  #end(error: CellularError, state: 'idle' | 'closed'): void {
    const wasOpen = this.#state === 'open';
    // What came before had no address, and is the modem's own affair.
    const hadMqtt = wasOpen || this.#state === 'opening';
    const onConnected = this.#onConnected;
    const isAttempt = this.#state === 'waiting' || this.#state === 'opening';
    this.#state = state;
    this.#deadline.disarm();
    this.#onConnected = undefined;
    this.#mqtt?.close();
    this.#mqtt = undefined;
    this.#operations.endAll(error);
    if (isAttempt) this.#tell(onConnected, error);
    if (hadMqtt && state === 'idle') this.modem.connectionFailed(error);
    if (wasOpen && state === 'idle') {
      this.emit('disconnected', error);
      this.emit('close', error);
    }
  }

  // ── connected ────────────────────────────────────────────────────────────────────────────────────────────────────────

  #control({ operation, payload }: ControlMessage): void {
    if (operation === MQTTClient.SUBACK && payload !== undefined) this.#granted = payload[0];
    // All but CONNACK is the broker's word on an operation: the connection carries both ways.
    if (operation !== MQTTClient.CONNACK) return this.modem.connectionWorked();
    const onConnected = this.#onConnected;
    this.#state = 'open';
    this.#deadline.disarm();
    this.#onConnected = undefined;
    this.emit('connected');
    this.emit('connect');
    this.#tell(onConnected, null);
  }

  #write({ data, options }: Operation): void {
    if (this.#mqtt === undefined) throw notConnected();
    this.#granted = 0;
    this.#mqtt.write(data, options);
  }

  /** The operation under way has ended: the MQTT client takes one at a time. */
  #becomeWritable(): void {
    if (!this.#operations.isUnderWay) return;
    this.#operations.end(this.#granted === SUBSCRIPTION_REFUSED ? cellularError('failed', 'the broker refuses the subscription') : null);
    this.#turn.arm(0);
  }

  #read(count: number, { topic, QoS }: ReadableOptions): void {
    const bytes = new Uint8Array(count);
    if (count > 0) this.#mqtt?.read(bytes);
    const message = E.toString(bytes);
    this.emit('publish', { topic, message, qos: QoS });
    this.emit('message', topic, message);
  }
}

/** As the string has its characters: a topic read from a UTF-8 file is UTF-8 on builds without Unicode strings, too. */
function topicBytes(topic: string): Uint8Array {
  checkString('topic', topic, '§4.1.3');
  return E.toUint8Array(topic);
}

function notConnected(): CellularError {
  return cellularError('connection-lost', 'not connected', RETRYABLE);
}

function overflow(): CellularError {
  return cellularError('overflow', 'too many operations wait', RETRYABLE);
}

function closed(): CellularError {
  return cellularError('closed', 'the client is closed');
}

/** In a turn of its own, and outside the guards in which the driver calls back. */
function later(callback: (() => void) | undefined): void {
  if (callback !== undefined) setTimeout(callback, 0);
}
