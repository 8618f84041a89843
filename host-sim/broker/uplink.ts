/** At most once, at least once, exactly once. */
export type QoS = 0 | 1 | 2;

/**
 * What the simulated module sees of the world behind its data call: something that speaks MQTT. Either a real broker over
 * TCP or TLS, or a model of one inside virtual time.
 *
 * No callback comes from inside a call. Topics and payloads are the receiver's own.
 */
export interface Uplink {
  /**
   * Starts to connect. Exactly one of `onConnected` and `onRefused` follows, unless the session is ended before.
   *
   * An uplink keeps no client state from one connection to the next: what was not acknowledged is the caller's to send again,
   * and a QoS 2 message whose exchange a lost connection interrupted may arrive twice.
   */
  connect(options: ConnectOptions, events: UplinkEvents): UplinkSession;
}

/** What a connection to a broker is opened with. */
export interface ConnectOptions {
  /** A name or an address, as the module was given it. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** The MQTT client identifier. */
  readonly clientId: string;
  /** Absent where the module was given none. */
  readonly user?: string;
  /** Absent where the module was given none. */
  readonly password?: Uint8Array;
  /** Whether the broker is to forget the session of before, and this one when it ends. */
  readonly clean: boolean;
  /** Seconds; 0 switches keep-alive off. */
  readonly keepAlive: number;
  /** What the broker publishes when the connection dies. */
  readonly will?: Message;
  /** Absent for a plain connection. */
  readonly tls?: TlsOptions;
}

/** Whom a connection trusts, and as whom it comes. */
export interface TlsOptions {
  /** `GTSSLVER`: 0 all, 1 SSL 3.0, 2 TLS 1.0, 3 TLS 1.1, 4 TLS 1.2, 6 all but SSL 3.0. */
  readonly version: number;
  /** `GTSSLMODE`: whether the server certificate is verified. */
  readonly isVerified: boolean;
  /** PEM texts; each may hold several certificates. */
  readonly trust: readonly string[];
  /** PEM texts of the module's own, for mutual TLS: both or neither. */
  readonly certificate?: string;
  /** The private key to {@link certificate}. */
  readonly key?: string;
  /** The module's idea of UTC, in milliseconds since 1970: certificates are judged by it, not by the host's clock. */
  readonly clock: number;
}

/** A message as the broker has it. */
export interface Message {
  /** The topic, without wildcards. */
  readonly topic: string;
  /** The bytes, which nobody looks into. */
  readonly payload: Uint8Array;
  /** 0, 1 or 2. */
  readonly qos: QoS;
  /** Of a publish, whether the broker is to keep it; of a delivery, whether it was kept. */
  readonly isRetained: boolean;
}

/** Why a connection could not be made, in the module's numbers where it has any. */
export interface Refusal {
  /** How far the connection got: not to the broker, not through the TLS handshake, or to a CONNACK that refuses. */
  readonly phase: 'network' | 'tls' | 'mqtt';
  /**
   * `network`: 0. `tls`: what `GTSSLERR` will say. `mqtt`: 700 version, 701 identifier, 702 unavailable, 703 user or password,
   * 704 not authorised.
   */
  readonly code: number;
  /** The same in words, for people. */
  readonly reason: string;
}

/** What a session tells of itself, never from inside a call to it. */
export interface UplinkEvents {
  /** CONNACK has come; `isSessionPresent` says whether the broker has kept a session. */
  onConnected(isSessionPresent: boolean): void;
  /** The connection was not made; nothing else comes of it. */
  onRefused(refusal: Refusal): void;
  /** At QoS 2 when it arrives, not when it is released. */
  onMessage(message: Message): void;
  /** The connection ended without this side asking for it. What was under way has failed before. */
  onLost(reason: string): void;
}

/**
 * One connection. Each `onDone` is called once, with failure when the connection was refused or is lost. After `disconnect`,
 * `drop` and `mute` nothing is called back any more, but `disconnect`'s own `onDone`, which always is.
 */
export interface UplinkSession {
  /** `onDone(true)`: at QoS 0 when sent, at QoS 1 and 2 when the broker has acknowledged. */
  publish(message: Message, onDone: (isDone: boolean) => void): void;
  /** `granted` is the QoS that the broker grants, 128 where it refuses. */
  subscribe(filter: string, qos: QoS, onDone: (granted: number) => void): void;
  /** `onDone` hears whether UNSUBACK has come. */
  unsubscribe(filter: string, onDone: (isDone: boolean) => void): void;
  /** Sends DISCONNECT: the broker forgets the will. */
  disconnect(onDone: () => void): void;
  /** The connection breaks, as at a power cut or a lost data call: the broker notices, and publishes the will. */
  drop(): void;
  /**
   * From now on nothing passes either way, keep-alive included, and neither side is told: a NAT entry timed out. The broker
   * finds out after one and a half times the keep-alive; this side never does. `disconnect` and `drop` stay legal.
   */
  mute(): void;
}
