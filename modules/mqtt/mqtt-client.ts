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
import { callbacksFrom, type MQTTClientOptionsFor, settingsFrom } from './client-options.js';
import { ConnectionOpening } from './connection-opening.js';
import { Incoming } from './incoming.js';
import * as opcodes from './opcodes.js';
import { Operations } from './operations.js';
import { TopicCache } from './topic-cache.js';
import type { WriteOptions } from './write-options.js';

const ADDRESS_ASSIGNED = 500;

export type { WriteOptions };

/** Constructor options of {@link MQTTClient}. */
export type MQTTClientOptions = MQTTClientOptionsFor<MQTTClient>;

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
  readonly #announcements: Announcements<MQTTClient>;
  readonly #link: Link;
  readonly #slot: number;
  readonly #topics = new TopicCache();
  readonly #incoming: Incoming;
  readonly #operations: Operations;
  /** Gone when it has done its work. */
  #opening: ConnectionOpening | undefined;
  readonly #work: Alarm;
  readonly #nothing = new Uint8Array(0);
  #state: State = 'new';
  /** What `onError` has not been told yet. */
  #error: CellularError | undefined = undefined;
  /** Whether the module may still hold the connection that failed here. */
  #isSlotOpen = false;
  /** Whether something was waited for in vain: it may come when the slot has another connection, and be taken for its own. */
  #isOwed = false;
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
    this.#operations = new Operations(
      { link, slot, settings, topics: this.#topics, announcements: this.#announcements, work: this.#work },
      (error) => this.#goOn(error),
    );
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
    this.#operations.abandon();
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
    const operations = this.#operations;
    if (operations.isCollecting) {
      if (options !== undefined && options !== null) {
        throw invalidArgument('options', 'go with the first fragment only', 'ECMA-419 §25');
      }
      operations.add(bytes);
    } else {
      if (options === undefined || options === null) throw invalidArgument('options', 'are required', 'ECMA-419 §25');
      if (options.operation === opcodes.DISCONNECT) this.#disconnect();
      else operations.begin(bytes, options);
    }
    this.#isFragmentTaken = operations.isCollecting;
    if (this.#isFragmentTaken) this.#work.arm(0);
    return this.#writable;
  }

  get #writable(): number {
    return this.#state === 'connected' ? this.#operations.writable : 0;
  }

  #throwIfClosed(): void {
    if (this.#state === 'closed') throw cellularError('closed', 'the MQTT client is closed');
  }

  // ── what happens, each from a turn of its own ────────────────────────────────────────────────────────────────────────

  #takeTurn(): void {
    if (this.#state === 'new') return this.#open();
    this.#incoming.tellDropped();
    if (this.#state === 'failed') return this.#tellError();
    this.#operations.advance();
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
    this.#announcements.control(opcodes.CONNACK, undefined, undefined);
    this.#tellWritable();
    this.#incoming.look();
  }

  /** An operation has ended, or has failed and the connection with it. */
  #goOn(error: CellularError | undefined): void {
    if (error !== undefined) return this.#fail(error, true);
    if (this.#state === 'closed') return;
    this.#incoming.look();
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
    this.#isOwed = error.code === 'timeout' || this.#operations.isOwed;
    this.#operations.stop();
    this.#work.arm(0);
  }

  #onLinkDown(error: CellularError): void {
    this.#fail(cellularError('connection-lost', `connection lost: ${error.message}`, { isRetryable: true }), false);
  }

  /** Notes and schedules: a URC comes in the middle of somebody else's turn. */
  #onUrc(urc: Urc, fields: FieldReader): void {
    this.#incoming.note(urc, fields);
    this.#operations.note(urc, fields);
    if (this.#state === 'connected' && (urc === mqttBroken || urc === mqttLost || urc === mqttClosed)) {
      // Before, it concerns the connection that a restarted host has left behind: an opening's end is told by `+MQTTOPEN`.
      const cause = fields.has('cause') ? breakCause(fields.integer('cause')) : 'the module tells no cause';
      this.#fail(cellularError('connection-lost', `connection lost: ${cause}`, { result: urc.name, isRetryable: true }), false);
    }
    this.#work.arm(0);
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
