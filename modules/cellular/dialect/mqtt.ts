import type { Command, Completion, Urc } from '../../at/command.js';
import type { Request } from '../../at/dialogue/exchange.js';
import type { AnyValues } from '../../at/field.js';
import type { FieldReader } from '../../at/line/field-reader.js';
import type { SlicedBuffer } from '../../at/send/sliced-buffer.js';
import type { Sliced } from '../../at/send/slices.js';
import type { CellularError } from '../../base/errors.js';

/** What the broker publishes when a client is gone without a farewell. */
export interface BrokerWill {
  /** UTF-8, without wildcards. */
  readonly topic: Uint8Array;
  /** It may be empty. */
  readonly message: Uint8Array;
  /** 0, 1 or 2. */
  readonly qos: number;
  /** 0 or 1. */
  readonly retain: number;
}

/** To which broker to connect, and as whom. */
export interface Broker {
  /** Name or address. */
  readonly host: string;
  /** TCP's. */
  readonly port: number;
  /** Whether with TLS, as the module was set up for it. */
  readonly isTls: boolean;
  /** MQTT client identifier; the module chooses where there is none. */
  readonly id: string | undefined;
  /** Empty where there is none. */
  readonly user: string;
  /** Empty where there is none. */
  readonly password: string | Uint8Array | SlicedBuffer;
  /** Whether broker and module forget the session. */
  readonly isClean: boolean;
  /** Seconds. */
  readonly keepAlive: number;
  /** What the broker publishes when the client is gone without a farewell. */
  readonly will: BrokerWill | undefined;
}

/** Bytes of the longest login that is sent. */
export interface LoginLimits {
  /** Of the user's name. */
  readonly user: number;
  /** Of the password. */
  readonly password: number;
  /** Of the MQTT client identifier. */
  readonly clientId: number;
}

/** A command of an opening. */
export interface OpeningRequest extends Request {
  /**
   * Makes it a question, which a module need not know: what is wrong by a line of its reply. Whatever else becomes of the question,
   * the opening goes on.
   */
  problemIn?(fields: FieldReader): CellularError | undefined;
}

/** A message to be published, and the exchange that publishes it, command by command. */
export interface OutgoingPublish {
  /** UTF-8. */
  topic: Uint8Array;
  /** 0, 1 or 2. */
  qos: number;
  /** 0 or 1. */
  retain: number;
  /** MQTT packet identifier, for modules that are told it. */
  id: number;
  /** Its `length` is the message's. */
  readonly payload: SlicedBuffer;
  /** As {@link Request.command}. */
  command: Command;
  /** As {@link Request.values}. */
  values: AnyValues;
  /** As {@link Request.data}. */
  data: Sliced | undefined;
}

/** How messages are published in one slot: made once for a client, with all that it needs, so that a publish allocates nothing. */
export interface Publication {
  /** How many commands a message takes. */
  readonly length: number;
  /** Makes `publish` the command with this index, from 0. */
  fill(publish: OutgoingPublish, index: number): void;
}

/** Where a message that has arrived stands in a line: the places of its fields, from 0. */
export interface MessagePlaces {
  /** A text, or counted bytes. */
  readonly topicAt: number;
  /** A number; -1 where the module does not tell. */
  readonly qosAt: number;
}

/** Messages that wait in the module, and are fetched one by one. */
export interface Fetching extends MessagePlaces {
  /** Tells that a message waits. */
  readonly announced: Urc;
  /**
   * Takes the oldest that waits out of the module. Its reply ends with the payload; it is refused, or has an empty topic, where
   * none waits.
   */
  readonly command: Command;
  /** The command's arguments in a slot. */
  values(slot: number): AnyValues;
  /** The field that declares the payload's length. */
  readonly lengthAt: number;
}

/** Messages that the module writes on the line when they arrive. */
export interface Pushing extends MessagePlaces {
  /** Has the message. */
  readonly message: Urc;
  /** The field that is the payload. */
  readonly payloadAt: number;
}

/** How the MQTT client of a module is used. */
export interface MqttDialect {
  /**
   * What the module is told once for each of its starts, before the first connection; `undefined` where that is nothing. One that
   * refuses it is used in the next way of those that its dialect has.
   */
  readonly setting: Request | undefined;
  /** A slot that every module has: by it commands are checked before one is claimed. */
  readonly anySlot: number;
  /** Bytes of the longest message. */
  readonly payloadLimit: number;
  /** Seconds of the longest keep-alive. */
  readonly longestKeepAlive: number;
  /** What the module's command takes; what the module makes of it is another thing. */
  readonly loginLimits: LoginLimits;
  /**
   * The commands that open a connection, one after the other. Those with a completion open it, in whole or in part; those before set
   * what is needed for it.
   */
  opening(slot: number, broker: Broker): readonly OpeningRequest[];
  /** Why a command that opens has failed, as its completion tells. */
  reasonIn(fields: FieldReader): number;
  /** Whether such an end means that the slot was open already, as after a restart of the host. */
  isOccupied(error: CellularError, reason: number): boolean;
  /** The error of an opening in words that say what to do. */
  explain(request: Request, error: CellularError, reason: number, broker: Broker): CellularError;
  /** Asks why the last handshake has failed; `undefined` where the module doesn't tell. */
  readonly tlsCause: Command | undefined;
  /** What its reply says; `undefined` where TLS was not to blame. */
  tlsFailureIn(fields: FieldReader): CellularError | undefined;
  /** The commands that close a slot, one after the other, whatever becomes of those before. */
  closing(slot: number): readonly Request[];
  /** Subscribes to a filter. */
  subscribing(slot: number, filter: Uint8Array, qos: number, id: number): Request;
  /** The QoS that the broker has granted, as the completion tells, or the one that was asked for. */
  grantedIn(fields: FieldReader, asked: number): number;
  /** Ends a subscription. */
  unsubscribing(slot: number, filter: Uint8Array, id: number): Request;
  /** `isCounted`: who publishes counts completions by himself, so the commands end with their final result. */
  publication(slot: number, isCounted: boolean): Publication;
  /** The completion of a publish. */
  readonly published: Completion;
  /** How messages are fetched; `undefined` where they are pushed. */
  readonly fetching: Fetching | undefined;
  /** How they are pushed, if only by modules that were told not to; `undefined` where they never are. */
  readonly pushing: Pushing | undefined;
  /** Why the connection was lost, where the URC says that it was; `undefined` where it says something else. */
  lossIn(urc: Urc, fields: FieldReader): string | undefined;
}
