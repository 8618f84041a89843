import type { ByteBuffer } from '../base/byte-buffer.js';

/**
 * What telemetry asks of an MQTT client: the ECMA-419 MQTT Client Class Pattern (section 25) and nothing more, so that any
 * conforming client serves, over a modem or over TCP.
 */
export interface MqttClient {
  /** Takes bytes of the message that `onReadable` has announced, as many as `into` has; gives their number. */
  read(into: Uint8Array): number | undefined;
  /** All or nothing; gives the bytes that may still be written. Options go with the first fragment of a message only. */
  write(data: Uint8Array | undefined, options?: WriteOptions): number;
  /** Legal at any time and more than once; no callback comes afterwards. */
  close(): void;
}

/** At most once, at least once, exactly once. */
export type QoS = 0 | 1 | 2;

/** What goes with the first fragment of a message: `write`'s second argument. */
export interface WriteOptions {
  /** An opcode of the class; a PUBLISH where absent. */
  readonly operation?: number;
  /** Packet identifier, 0 to 65535, which PUBACK, PUBCOMP and SUBACK repeat; one of the client's own where absent. */
  readonly id?: number;
  /** Of a PUBLISH: 1 to 65535 bytes as UTF-8, of which `MQTTClient` takes 255, without wildcards (MQTT 3.1.1 §4.7). */
  readonly topic?: string | ByteBuffer;
  /** Of a PUBLISH: 0, 1 or 2; 0 where absent. */
  readonly QoS?: number;
  /** Whether the broker keeps the message for those who subscribe later; `false` where absent. */
  readonly retain?: boolean;
  /** `MQTTClient` ignores it: the module itself repeats what was not acknowledged. */
  readonly duplicate?: boolean;
  /** Bytes of the whole message, of which `data` is the first fragment. */
  readonly byteLength?: number;
  /** Of a SUBSCRIBE or UNSUBSCRIBE: at least one. */
  readonly items?: readonly Subscription[];
}

/** One topic to subscribe to, with the QoS at most, or to leave. */
export interface Subscription {
  /** The topic filter, of which `MQTTClient` takes 255 bytes as UTF-8: `+` and `#` are wildcards (MQTT 3.1.1 §4.7). */
  readonly topic: string | ByteBuffer;
  /** What is asked for: 0, 1 or 2; 0 where absent. The broker may grant less. UNSUBSCRIBE has no use for it. */
  readonly QoS?: number;
}

/** What is said of a message that can be read. One object may serve all messages: take from it what is to be kept. */
export interface ReadableOptions {
  /** On which it was published; with the first fragment only. */
  readonly topic?: string;
  /** With which it has arrived: 0, 1 or 2; with the first fragment only. */
  readonly QoS?: number;
  /** Bytes of the whole message; with the first fragment only. */
  readonly byteLength?: number;
  /** Whether more of this message follows. */
  readonly more: boolean;
}

/** MQTT 3.1.1 §3.9.3: what a SUBACK has in the place of a granted QoS where the broker refuses. */
export const SUBSCRIPTION_REFUSED = 128;

/** What a control packet says. One object may serve all: take from it what is to be kept. */
export interface ControlMessage {
  /** The packet's opcode, as the class names it: {@link MqttClientClass.PUBACK}. */
  readonly operation: number;
  /** The identifier of the packet that it answers; CONNACK answers none. */
  readonly id?: number;
  /** SUBACK: the QoS granted to each item, {@link SUBSCRIPTION_REFUSED} where it was refused. */
  readonly payload?: ArrayLike<number>;
}

/** What a client calls, never from inside a call to it. */
export interface MqttClientCallbacks {
  /** `count` bytes of a message can be read. */
  onReadable(count: number, options: ReadableOptions): void;
  /** `count` bytes of topic and payload can be written: the client is ready for the next message. */
  onWritable(count: number): void;
  /** The standard's text has the opcode first, Moddable's client gives the message alone. */
  onControl(opcodeOrMessage: number | ControlMessage, message?: ControlMessage): void;
  /** The connection was refused, lost or has ended; only `close` is legal now. */
  onError(error?: unknown): void;
  /** An extension: messages were dropped for want of room, `count` since the client was made. Others ignore it. */
  onDropped?(count: number): void;
}

/** What the broker publishes when the client is gone without a farewell. */
export interface Will {
  /** 1 to 65535 bytes as UTF-8, of which `MQTTClient` takes 255, without wildcards (§5.3). */
  readonly topic: string;
  /** At most as long as the client takes, which is 4096 bytes in `MQTTClient`; none where absent. */
  readonly message?: string | ByteBuffer;
  /** With which the broker publishes it: 0, 1 or 2; 0 where absent. */
  readonly QoS?: number;
  /** Whether the broker keeps it for those who subscribe later; `false` where absent. */
  readonly retain?: boolean;
}

/** The class of such a client. */
export interface MqttClientClass {
  /** Takes {@link MqttClientCallbacks}, the will, and properties of its own that only the specifier's maker knows. */
  new (options: never): MqttClient;
  /** The broker has a message of QoS 1. */
  readonly PUBACK: number;
  /** The broker has a message of QoS 2, once. */
  readonly PUBCOMP: number;
  /** The broker has accepted the connection. */
  readonly CONNACK: number;
  /** To be written with `items`. */
  readonly SUBSCRIBE: number;
  /** The broker's answer to a SUBSCRIBE. */
  readonly SUBACK: number;
  /** To be written: takes leave, so that the will stays unpublished. */
  readonly DISCONNECT: number;
}

/** The class and the properties for its constructor (`host`, `id`, `link`, …), which telemetry passes on unseen. */
export interface MqttClientSpecifier {
  readonly io: MqttClientClass;
  readonly [property: string]: unknown;
}
