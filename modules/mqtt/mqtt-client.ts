import type { ByteBuffer } from '../base/byte-buffer.js';
import { invalidArgument } from '../base/errors.js';
import type { WriteOptions } from '../ports/mqtt-client.js';
import { Announcements } from './announcements.js';
import { callbacksFrom, type MQTTClientOptionsFor, settingsFrom } from './client-options.js';
import { Connection } from './connection.js';
import * as opcodes from './opcodes.js';

/** Constructor options of {@link MQTTClient}. */
export type MQTTClientOptions = MQTTClientOptionsFor<MQTTClient>;

/**
 * ECMA-419's MQTT client (§25) in one connection slot of the module. What the module does by itself (keep-alive, PUBACK to
 * what arrives, QoS 2's handshakes) cannot be asked for by hand: `write` throws.
 *
 * A publish at QoS 0 has ended when `onWritable` comes again: the module has sent it. At QoS 1 and 2 PUBACK and PUBCOMP say
 * that the broker has it. When a publish fails, the connection counts as lost: the module's completions carry no identifier,
 * and a late one must not acknowledge another message.
 */
export class MQTTClient {
  /** 1: the client sends it when it is made. */
  static readonly CONNECT = opcodes.CONNECT;
  /** 2, to `onControl`: the connection is open. */
  static readonly CONNACK = opcodes.CONNACK;
  /** 3: what `write` does by default. */
  static readonly PUBLISH = opcodes.PUBLISH;
  /** 4, to `onControl`: the broker has a message of QoS 1. */
  static readonly PUBACK = opcodes.PUBACK;
  /** 5: the module answers it. */
  static readonly PUBREC = opcodes.PUBREC;
  /** 6: the module sends it. */
  static readonly PUBREL = opcodes.PUBREL;
  /** 7, to `onControl`: the broker has a message of QoS 2, once. */
  static readonly PUBCOMP = opcodes.PUBCOMP;
  /** 8: to be written with `items`. */
  static readonly SUBSCRIBE = opcodes.SUBSCRIBE;
  /** 9, to `onControl`: the items were subscribed to, or refused. */
  static readonly SUBACK = opcodes.SUBACK;
  /** 10: to be written with `items`. */
  static readonly UNSUBSCRIBE = opcodes.UNSUBSCRIBE;
  /** 11, to `onControl`: the items were left. */
  static readonly UNSUBACK = opcodes.UNSUBACK;
  /** 12: the module sends it, by `keepAlive`. */
  static readonly PINGREQ = opcodes.PINGREQ;
  /** 13: the module takes it. */
  static readonly PINGRESP = opcodes.PINGRESP;
  /** 14: to be written to take leave; `onError` says when the connection has ended. */
  static readonly DISCONNECT = opcodes.DISCONNECT;

  /** Opaque to the client (ECMA-419 §8). */
  target: unknown = undefined;
  readonly #announcements: Announcements<MQTTClient>;
  readonly #connection: Connection;

  /**
   * Starts to connect; CONNACK comes to `onControl`, or the reason why not to `onError`. Throws `invalid-argument` or
   * `slot-taken`, and then has claimed and sent nothing.
   */
  constructor(options: MQTTClientOptions) {
    const settings = settingsFrom(options);
    this.#announcements = new Announcements<MQTTClient>(this, callbacksFrom(options));
    this.target = options.target;
    this.#connection = new Connection(settings, options.slot, this.#announcements);
  }

  /** The module's connection slot. */
  get slot(): number {
    return this.#connection.slot;
  }

  /** Throws `closed`, as the setter does. */
  get format(): 'buffer' {
    this.#connection.throwIfClosed();
    return 'buffer';
  }

  /** Throws `invalid-argument` for any other. */
  set format(value: 'buffer') {
    this.#connection.throwIfClosed();
    if (value !== 'buffer') throw invalidArgument('format', 'must be "buffer"', 'ECMA-419 §25');
  }

  /** Messages that were dropped because they did not fit the receive buffer. */
  get dropped(): number {
    return this.#connection.dropped;
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
    this.#connection.close();
  }

  /**
   * Bytes of the current message: as a new ArrayBuffer of up to `count` bytes, or into a Byte Buffer, and then their number.
   * `undefined` when there is nothing to read.
   */
  read(count?: number): ArrayBuffer | undefined;
  read(buffer: ByteBuffer): number | undefined;
  read(countOrBuffer?: number | ByteBuffer): ArrayBuffer | number | undefined {
    return this.#connection.read(countOrBuffer);
  }

  /**
   * Publishes, subscribes, unsubscribes or disconnects; gives the bytes that may still be written. Throws `invalid-argument`,
   * `overflow` (wait for `onWritable`), `connection-lost` (not connected) or `closed`, and then has sent nothing.
   */
  write(data: ByteBuffer | null | undefined, options?: WriteOptions): number {
    return this.#connection.write(data, options);
  }
}
