import type { Urc } from '../at/command.js';
import { type CellularError, cellularError, invalidArgument } from '../at/errors.js';
import type { FieldReader } from '../at/field-reader.js';
import { breakCause } from '../fibocom/causes.js';
import { mqttClose } from '../fibocom/mqtt.js';
import { mqttBroken, mqttClosed, mqttLost } from '../fibocom/urcs.js';
import type { Link } from '../modem/link.js';
import type { Alarm } from '../ports/time.js';
import { Announcements } from './announcements.js';
import { bytesOf, type ByteBuffer } from './byte-buffer.js';
import { callbacksFrom, type MQTTClientOptions, settingsFrom } from './client-options.js';
import { ConnectionOpening } from './connection-opening.js';
import { Incoming } from './incoming.js';
import * as opcodes from './opcodes.js';
import { Outgoing } from './outgoing.js';
import { type Item, Subscriptions } from './subscriptions.js';
import { refuseWildcards, TopicCache } from './topic-cache.js';

const ADDRESS_ASSIGNED = 500;
const LARGEST_ID = 65535;

/** `write`'s second argument (ECMA-419 §25). */
export interface WriteOptions {
  /** PUBLISH where absent. */
  readonly operation?: number;
  readonly id?: number;
  /** 1–255 bytes as UTF-8. */
  readonly topic?: string | ByteBuffer;
  readonly QoS?: number;
  readonly retain?: boolean;
  /** Ignored: the module itself repeats what was not acknowledged. */
  readonly duplicate?: boolean;
  /** Bytes of the whole message, of which `data` is the first fragment. */
  readonly byteLength?: number;
  /** SUBSCRIBE and UNSUBSCRIBE. */
  readonly items?: readonly Item[];
}

type State = 'new' | 'opening' | 'connected' | 'disconnecting' | 'failed' | 'closed';

/**
 * ECMA-419's MQTT client (§25) in one connection slot of the module. What the module does by itself (keep-alive, PUBACK to
 * what arrives, QoS 2's handshakes) cannot be asked for by hand: `write` throws.
 *
 * A publish at QoS 0 has ended when `onWritable` comes again: the module has sent it. At QoS 1 and 2 PUBACK and PUBCOMP say
 * that the broker has it. When a publish fails, the connection counts as lost: the module's completions carry no identifier,
 * and a late one must not acknowledge another message.
 */
export class MQTTClient {
  static readonly CONNECT = opcodes.CONNECT;
  static readonly CONNACK = opcodes.CONNACK;
  static readonly PUBLISH = opcodes.PUBLISH;
  static readonly PUBACK = opcodes.PUBACK;
  static readonly PUBREC = opcodes.PUBREC;
  static readonly PUBREL = opcodes.PUBREL;
  static readonly PUBCOMP = opcodes.PUBCOMP;
  static readonly SUBSCRIBE = opcodes.SUBSCRIBE;
  static readonly SUBACK = opcodes.SUBACK;
  static readonly UNSUBSCRIBE = opcodes.UNSUBSCRIBE;
  static readonly UNSUBACK = opcodes.UNSUBACK;
  static readonly PINGREQ = opcodes.PINGREQ;
  static readonly PINGRESP = opcodes.PINGRESP;
  static readonly DISCONNECT = opcodes.DISCONNECT;

  target: unknown = undefined;
  readonly #announcements: Announcements;
  readonly #link: Link;
  readonly #slot: number;
  readonly #topics = new TopicCache();
  readonly #incoming: Incoming;
  readonly #outgoing: Outgoing;
  readonly #subscriptions: Subscriptions;
  /** Gone when it has done its work. */
  #opening: ConnectionOpening | undefined;
  readonly #work: Alarm;
  readonly #nothing = new Uint8Array(0);
  #state: State = 'new';
  /** What `onError` has not been told yet. */
  #error: CellularError | undefined = undefined;
  /** Whether the module may still hold the connection that failed here. */
  #isSlotOpen = false;
  /** Whether something was waited for in vain: it may come when the slot has another connection, and would be taken for its own. */
  #isOwed = false;
  #lastId = 0;
  /** More of a message can be written, and `onWritable` has not said so yet. */
  #isFragmentTaken = false;

  /**
   * Starts to connect; CONNACK comes to `onControl`, or the reason why not to `onError`. Throws `invalid-argument` or
   * `slot-taken`, and then has claimed and sent nothing.
   */
  constructor(options: MQTTClientOptions) {
    const settings = settingsFrom(options);
    const { link } = settings;
    this.#announcements = new Announcements(this, callbacksFrom(options));
    this.target = options.target;
    this.#link = link;
    const slot = link.claimSlot(
      { onUrc: (urc, fields) => this.#onUrc(urc, fields), onLinkDown: (error) => this.#onLinkDown(error) },
      options.slot,
    );
    this.#slot = slot;
    this.#work = link.time.alarm(() => this.#takeTurn());
    this.#incoming = new Incoming({
      link,
      slot,
      buffer: settings.receiveBuffer,
      topics: this.#topics,
      announcements: this.#announcements,
      work: this.#work,
    });
    this.#outgoing = new Outgoing(link, slot, settings.publishCapacity, (error) => this.#published(error));
    this.#subscriptions = new Subscriptions(link, slot, this.#topics, (error, granted) => this.#subscribed(error, granted));
    this.#opening = new ConnectionOpening(link, slot, settings, (error) => this.#opened(error));
    this.#work.arm(0);
  }

  /** The module's connection slot. */
  get slot(): number {
    return this.#slot;
  }

  /** Throws `closed`, as the setter does. */
  get format(): 'buffer' {
    this.#throwIfClosed();
    return 'buffer';
  }

  /** Throws `invalid-argument` for any other. */
  set format(value: 'buffer') {
    this.#throwIfClosed();
    if (value !== 'buffer') throw invalidArgument('format', 'must be "buffer"', 'ECMA-419 §25');
  }

  /** Messages that were dropped because they did not fit the receive buffer. */
  get dropped(): number {
    return this.#incoming.dropped;
  }

  /** Exceptions that callbacks have thrown; an uncaught one would restart a device. */
  get exceptions(): number {
    return this.#announcements.exceptions;
  }

  /**
   * Disconnects, frees the slot, and calls back no more. Other than the standard's, which lets the broker publish the will,
   * this is a clean end: the module knows no other.
   */
  close(): void {
    if (this.#state === 'closed') return;
    const isSlotOpen = this.#isSlotOpen || this.#state !== 'failed';
    this.#state = 'closed';
    this.#work.disarm();
    this.#opening?.cancel();
    this.#outgoing.abandon();
    this.#subscriptions.abandon();
    this.#incoming.abandon();
    if (isSlotOpen) this.#closeSlot();
    this.#link.releaseSlot(this.#slot, this.#isOwed);
  }

  /**
   * Bytes of the current message: as a new ArrayBuffer of up to `count` bytes, or into a Byte Buffer, and then their number.
   * `undefined` when there is nothing to read.
   */
  read(count?: number): ArrayBuffer | undefined;
  read(buffer: ByteBuffer): number | undefined;
  read(countOrBuffer: number | ByteBuffer = this.#incoming.unread): ArrayBuffer | number | undefined {
    this.#throwIfClosed();
    if (this.#incoming.unread === 0) return undefined;
    if (typeof countOrBuffer !== 'number') return this.#incoming.read(bytesOf(countOrBuffer, 'buffer'));
    if (!(countOrBuffer > 0 && countOrBuffer === Math.floor(countOrBuffer))) {
      throw invalidArgument('count', 'must be a positive whole number', 'ECMA-419 Annex A, IO Class Pattern');
    }
    const result = new Uint8Array(Math.min(countOrBuffer, this.#incoming.unread));
    this.#incoming.read(result);
    return result.buffer;
  }

  /**
   * Publishes, subscribes, unsubscribes or disconnects; gives the bytes that may still be written. Throws `invalid-argument`,
   * `overflow` (wait for `onWritable`), `connection-lost` (not connected) or `closed`, and then has sent nothing.
   */
  write(data: ByteBuffer | null | undefined, options?: WriteOptions): number {
    this.#throwIfClosed();
    if (this.#state !== 'connected') throw cellularError('connection-lost', 'not connected', { isRetryable: true });
    const bytes = bytesOf(data ?? this.#nothing, 'data');
    if (this.#outgoing.isCollecting) {
      if (options !== undefined && options !== null) {
        throw invalidArgument('options', 'go with the first fragment only', 'ECMA-419 §25');
      }
      this.#outgoing.add(bytes);
    } else {
      if (options === undefined || options === null) throw invalidArgument('options', 'are required', 'ECMA-419 §25');
      this.#begin(bytes, options);
    }
    this.#isFragmentTaken = this.#outgoing.isCollecting;
    if (this.#isFragmentTaken) this.#work.arm(0);
    return this.#writable;
  }

  get #writable(): number {
    return this.#state === 'connected' && this.#subscriptions.isIdle ? this.#outgoing.writable : 0;
  }

  #begin(bytes: Uint8Array, options: WriteOptions): void {
    const operation = options.operation ?? opcodes.PUBLISH;
    if (operation === opcodes.DISCONNECT) return this.#disconnect();
    if (!this.#outgoing.isIdle || !this.#subscriptions.isIdle) {
      throw cellularError('overflow', 'an operation is under way: wait for onWritable', { isRetryable: true });
    }
    switch (operation) {
      case opcodes.PUBLISH:
        return this.#publish(bytes, options);
      case opcodes.SUBSCRIBE:
        return this.#subscriptions.subscribe(options.items ?? [], this.#idFor(options));
      case opcodes.UNSUBSCRIBE:
        return this.#subscriptions.unsubscribe(options.items ?? [], this.#idFor(options));
      default:
        throw invalidArgument('operation', 'must be one that the module does not send by itself: 3, 8, 10 or 14', '§3.2');
    }
  }

  #publish(bytes: Uint8Array, options: WriteOptions): void {
    if (options.topic === undefined) throw invalidArgument('topic', 'is required', 'ECMA-419 §25');
    const topic = this.#topics.bytes(options.topic);
    refuseWildcards(topic);
    const byteLength = options.byteLength ?? bytes.length;
    this.#outgoing.begin(topic, options.QoS ?? 0, !!options.retain, this.#idFor(options), byteLength, bytes);
  }

  #idFor(options: WriteOptions): number {
    if (options.id !== undefined) return options.id;
    this.#lastId = (this.#lastId % LARGEST_ID) + 1;
    return this.#lastId;
  }

  #throwIfClosed(): void {
    if (this.#state === 'closed') throw cellularError('closed', 'the MQTT client is closed');
  }

  // ── what happens, each from a turn of its own ────────────────────────────────────────────────────────────────────────

  #takeTurn(): void {
    if (this.#state === 'new') return this.#open();
    this.#incoming.tellDropped();
    if (this.#state === 'failed') return this.#tellError();
    if (this.#state !== 'connected') return;
    this.#incoming.advance();
    if (this.#isFragmentTaken) this.#tellWritable();
  }

  #open(): void {
    if (this.#link.connection < ADDRESS_ASSIGNED) {
      return this.#fail(cellularError('no-address', 'the modem has no address yet', { isRetryable: true }), false);
    }
    this.#state = 'opening';
    this.#opening?.start();
  }

  #opened(error: CellularError | undefined): void {
    if (this.#state !== 'opening') return;
    if (error !== undefined) return this.#fail(error, error.code === 'timeout');
    this.#state = 'connected';
    this.#opening = undefined;
    this.#incoming.begin();
    this.#tellControl(opcodes.CONNACK, undefined, undefined);
    this.#tellWritable();
    this.#incoming.look();
  }

  #published(error: CellularError | undefined): void {
    if (error !== undefined) return this.#fail(error, true);
    this.#incoming.look();
    const { id, qos } = this.#outgoing;
    if (qos === 1) this.#tellControl(opcodes.PUBACK, id, undefined);
    if (qos === 2) {
      this.#tellControl(opcodes.PUBREC, id, undefined);
      this.#tellControl(opcodes.PUBCOMP, id, undefined);
    }
    this.#tellWritable();
  }

  #subscribed(error: CellularError | undefined, granted: readonly number[] | undefined): void {
    if (error !== undefined) return this.#fail(error, true);
    this.#incoming.look();
    this.#tellControl(granted === undefined ? opcodes.UNSUBACK : opcodes.SUBACK, this.#subscriptions.id, granted);
    this.#tellWritable();
  }

  #disconnect(): void {
    this.#link.execute({
      command: mqttClose,
      values: [this.#slot],
      onEnd: (error) => {
        this.#fail(cellularError('closed', 'disconnected as asked', { isRetryable: true }), error?.code === 'timeout');
      },
    });
    this.#state = 'disconnecting';
  }

  /** The end of the connection; told once. */
  #fail(error: CellularError, isSlotOpen: boolean): void {
    if (this.#state === 'failed' || this.#state === 'closed') return;
    this.#state = 'failed';
    this.#opening?.cancel();
    this.#error = error;
    this.#isSlotOpen = isSlotOpen;
    this.#isOwed = error.code === 'timeout';
    this.#work.arm(0);
  }

  #onLinkDown(error: CellularError): void {
    this.#fail(cellularError('connection-lost', `connection lost: ${error.message}`, { isRetryable: true }), false);
  }

  /** Notes and schedules: a URC comes in the middle of somebody else's turn. */
  #onUrc(urc: Urc, fields: FieldReader): void {
    this.#incoming.note(urc, fields);
    if (this.#state === 'connected' && (urc === mqttBroken || urc === mqttLost || urc === mqttClosed)) {
      // Before, it concerns the connection that a restarted host has left behind: an opening's end is told by `+MQTTOPEN`.
      const cause = fields.has('cause') ? breakCause(fields.integer('cause')) : 'the module tells no cause';
      this.#fail(cellularError('connection-lost', `connection lost: ${cause}`, { result: urc.name, isRetryable: true }), false);
    }
    this.#work.arm(0);
  }

  #tellControl(operation: number, id: number | undefined, payload: readonly number[] | undefined): void {
    if (this.#state !== 'failed' && this.#state !== 'closed') this.#announcements.control(operation, id, payload);
  }

  #tellWritable(): void {
    const count = this.#writable;
    this.#isFragmentTaken = false;
    if (count > 0) this.#announcements.writable(count);
  }

  #tellError(): void {
    const error = this.#error;
    this.#error = undefined;
    if (error !== undefined) this.#announcements.error(error);
  }

  /** Nobody waits for the answer any more; the next client of the slot clears it once more where this could not. */
  #closeSlot(): void {
    try {
      this.#link.execute({ command: mqttClose, values: [this.#slot], onEnd: () => undefined });
    } catch {
      // The module does not answer, and nothing is open in one that has restarted.
    }
  }
}
