/**
 * What telemetry asks of an MQTT client: the ECMA-419 MQTT Client Class Pattern (section 25) and nothing more, so that any
 * conforming client serves, over a modem or over TCP.
 */
export interface MqttClient {
  /** Takes up to `count` bytes of the message that `onReadable` has announced. */
  read(count: number): ArrayBuffer | undefined;
  /** All or nothing; gives the bytes that may still be written. Options go with the first fragment of a message only. */
  write(data: Uint8Array | undefined, options?: WriteOptions): number;
  /** Legal at any time and more than once; no callback comes afterwards. */
  close(): void;
}

/** At most once, at least once, exactly once. */
export type QoS = 0 | 1 | 2;

/** What goes with the first fragment of a message. */
export interface WriteOptions {
  /** An opcode of the class; a PUBLISH where absent. */
  readonly operation?: number;
  readonly id?: number;
  readonly topic?: string;
  readonly QoS?: QoS;
  readonly retain?: boolean;
  /** Bytes of the whole message, of which `data` is the first fragment. */
  readonly byteLength?: number;
  readonly items?: readonly Subscription[];
}

/** One topic to subscribe to, with the QoS at most. */
export interface Subscription {
  readonly topic: string;
  readonly QoS?: QoS;
}

/** What is said of a message that can be read. */
export interface ReadableOptions {
  /** With the first fragment only. */
  readonly topic?: string;
  /** Whether more of this message follows. */
  readonly more: boolean;
}

/** What a control packet says. */
export interface ControlMessage {
  readonly operation: number;
  readonly id?: number;
  /** SUBACK: the QoS granted to each item, 128 where it was refused. */
  readonly payload?: ArrayLike<number>;
}

/** What a client calls, never from inside a call to it. */
export interface MqttClientCallbacks {
  onReadable(count: number, options: ReadableOptions): void;
  onWritable(count: number): void;
  /** The standard's text has the opcode first, Moddable's client gives the message alone. */
  onControl(opcodeOrMessage: number | ControlMessage, message?: ControlMessage): void;
  onError(error?: unknown): void;
  /** An extension: messages were dropped for want of room, `count` since the client was made. Others ignore it. */
  onDropped?(count: number): void;
}

/** What the broker publishes when the client is gone without a farewell. */
export interface Will {
  readonly topic: string;
  readonly message: Uint8Array;
  readonly QoS: QoS;
  readonly retain: boolean;
}

/** The class of such a client. */
export interface MqttClientClass {
  /** Takes {@link MqttClientCallbacks}, the will, and properties of its own that only the specifier's maker knows. */
  new (options: never): MqttClient;
  readonly PUBACK: number;
  readonly PUBCOMP: number;
  readonly CONNACK: number;
  readonly SUBSCRIBE: number;
  readonly SUBACK: number;
  readonly DISCONNECT: number;
}

/** The class and the properties for its constructor (`host`, `id`, `link`, …), which telemetry passes on unseen. */
export interface MqttClientSpecifier {
  readonly io: MqttClientClass;
  readonly [property: string]: unknown;
}
