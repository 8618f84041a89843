import type { Encoding } from '../encodings/encoding.js';
import type { Clock } from '../ports/clock.js';
import type { Answering } from '../telemetry/commands/answer.js';
import type { Credentials } from '../telemetry/credentials.js';
import type { MessageSource } from '../telemetry/message-source.js';
import type { StatusMessage } from '../telemetry/status-message.js';
import type { TopicSubscription } from '../telemetry/topic-subscriptions.js';
import type { Topics } from '../telemetry/topics.js';
import type { BrokerConfiguration, NodeSettings } from './configuration.js';

/**
 * What a node's broker belongs to, where that has rules of its own: ThingsBoard, Home Assistant, a cloud. An object of one of the modules
 * `cellnode/platforms/…`, or one of your own: docs/platforms.md.
 */
export interface Platform {
  /** As errors call it. */
  readonly name: string;
  /** What `configuration.broker` is where it leaves something out. */
  readonly broker?: Partial<BrokerConfiguration>;
  /**
   * Called once, by the node that is made with it. Throws `invalid-argument`, which names the property of its own options or the node's.
   */
  open(node: PlatformNode): PlatformParts;
}

/** What a platform may know of its node, and ask of it. */
export interface PlatformNode {
  /** Names of the program's own commands. */
  readonly commandNames: readonly string[];
  /** The program's sensors, and the milliseconds between two readings. */
  readonly sensors: readonly { readonly name: string; readonly interval: number }[];
  /** Its configuration, checked and with its defaults. */
  readonly settings: NodeSettings;
  /** Where commands would come and be answered without a platform. */
  readonly commandTopic: string;
  /** The topic of the answers. */
  readonly answerTopic: string;
  /** `now()` is undefined as long as the modem has no clock. */
  readonly clock: Clock;
  /**
   * Hands in a command of docs/wire.md's form: `{"interval":60}`. What has come of it is told {@link PlatformParts.answer} with `sender`
   * as its `id`. At most four may be under way; one more is answered `busy`.
   */
  command(message: Uint8Array, sender: object): void;
  /** There is something new in {@link PlatformParts.source}. */
  wake(): void;
}

/**
 * What a platform has in the place of the node's own. What is left out stays as it is without a platform: where there is no `answer`,
 * commands come on their topic; else by {@link subscriptions} and {@link PlatformNode.command} alone.
 */
export interface PlatformParts extends Answering {
  /** Several may be the same. */
  readonly topics?: Topics;
  /** Of readings and of health. */
  readonly encoding?: Encoding;
  /** Where there is one, the node has neither a status nor a will: this is what it says first, and again as a sign of life. */
  readonly birth?: StatusMessage;
  /** Before the program's own; at most eight together. */
  readonly subscriptions?: readonly TopicSubscription[];
  /** What it publishes: announcements, answers, what it asks for. */
  readonly source?: MessageSource;
  /** Bytes of the longest message in {@link source}. */
  readonly longestMessage?: number;
  /** As `credentials` of the node. */
  credentials?(clock: Clock): Credentials | undefined;
  /** A connection is there, and the birth message has arrived. */
  ready?(): void;
}
