import { utf8Bytes } from '../at/utf8.js';
import { parseCommand, type CommandRefusal } from './command-parser.js';
import type { MessageSource } from './message-source.js';
import type { QoS } from './mqtt-client-class.js';
import { TimeBase, type Outbox, type OutboxRecord } from './outbox.js';
import { OutboxPublisher } from './outbox-publisher.js';
import type { Reporter } from './progress.js';
import { RamOutbox } from './ram-outbox.js';

/** Bytes of responses that wait for the connection: some dozens; the oldest make room. */
const RESPONSES_CAPACITY = 1024;
const RESPONSE_LIMIT = 64;

export interface RemoteCommandOptions {
  readonly responseTopic: string;
  readonly QoS: QoS;
  readonly reporter: Reporter;
  /** Seconds, from 1 to 86400. */
  onInterval(seconds: number): void;
}

/**
 * Obeys the command topic, and answers each command with what is in force, `{"interval":60}`, or with why it was refused,
 * `{"error":"out-of-range"}`. Repeats, as QoS 1 and retained commands bring them, do no harm. An empty message is what
 * clears a retained command: nobody waits for an answer.
 */
export class RemoteCommand {
  /** The responses that have not been delivered yet. */
  readonly responses: MessageSource;
  readonly #options: RemoteCommandOptions;
  readonly #outbox: Outbox = new RamOutbox({ capacity: RESPONSES_CAPACITY, maximumPayload: RESPONSE_LIMIT });

  constructor(options: RemoteCommandOptions) {
    this.#options = options;
    this.responses = new OutboxPublisher({
      outbox: this.#outbox,
      topic: options.responseTopic,
      QoS: options.QoS,
      overhead: 0,
      compose: copyPayload,
    });
  }

  /** Whatever the bytes are, it does not throw. */
  handle(bytes: Uint8Array, byteLength: number, isTooLong: boolean): void {
    if (isTooLong) {
      this.#refuse('too-long');
      return;
    }
    if (byteLength === 0) return;
    const result = parseCommand(bytes, byteLength);
    if (!result.isAccepted) {
      this.#refuse(result.reason);
      return;
    }
    this.#options.onInterval(result.interval);
    this.#answer(`{"interval":${result.interval}}`);
  }

  #refuse(reason: CommandRefusal): void {
    this.#options.reporter.report('command-refused', reason);
    this.#answer(`{"error":"${reason}"}`);
  }

  #answer(response: string): void {
    const bytes = utf8Bytes(response);
    this.#outbox.append(bytes, bytes.length, TimeBase.uptime, 0);
  }
}

function copyPayload({ payload, byteLength }: OutboxRecord, target: Uint8Array, offset: number): number {
  for (let index = 0; index < byteLength; index += 1) target[offset + index] = payload[index];
  return offset + byteLength;
}
