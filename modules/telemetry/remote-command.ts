import { utf8Bytes } from '../base/utf8.js';
import type { QoS } from '../ports/mqtt-client.js';
import { parseCommand, type CommandRefusal } from './command-parser.js';
import type { MessageSource } from './message-source.js';
import { TimeBase, type Outbox, type OutboxRecord } from './outbox.js';
import { OutboxPublisher } from './outbox-publisher.js';
import type { PoisonOptions } from './poison-message.js';
import { RamOutbox } from './ram-outbox.js';

/** Bytes of responses that wait for the connection: some dozens; the oldest make room. */
const RESPONSES_CAPACITY = 1024;
const RESPONSE_LIMIT = 64;

/** `topic` is that of the answers. */
export interface RemoteCommandOptions extends PoisonOptions {
  readonly QoS: QoS;
  /** Seconds, from 1 to 86400. */
  onInterval(seconds: number): void;
}

/**
 * Obeys the command topic, and answers each command with what is in force, `{"interval":60}`, or with why it was refused,
 * `{"error":"out-of-range"}`. Repeats, as QoS 1 and retained commands bring them, do no harm. An empty message is what
 * clears a retained command: nobody waits for an answer.
 *
 * Commands may come faster than the line takes answers. Some dozens wait; then the oldest is dropped for the newest, which tells
 * how many were since the start, `{"interval":60,"dropped":3}`, those commands included that the client had no room for.
 */
export class RemoteCommand {
  readonly #options: RemoteCommandOptions;
  readonly #responses: OutboxPublisher;
  #droppedCommands = 0;
  readonly #outbox: Outbox = new RamOutbox({ capacity: RESPONSES_CAPACITY, maximumPayload: RESPONSE_LIMIT });

  constructor(options: RemoteCommandOptions) {
    this.#options = options;
    this.#responses = new OutboxPublisher({
      ...options,
      outbox: this.#outbox,
      overhead: 0,
      compose: copyPayload,
    });
  }

  /** The responses that have not been delivered yet. */
  get responses(): MessageSource {
    return this.#responses;
  }

  /** One that was longer than what is taken. */
  refuseTooLong(): void {
    this.#refuse('too-long');
  }

  /** Whatever the bytes are, it does not throw. */
  handle(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const result = parseCommand(bytes, bytes.length);
    if (!result.isAccepted) {
      this.#refuse(result.reason);
      return;
    }
    this.#options.onInterval(result.interval);
    this.#answer(`{"interval":${result.interval}`);
  }

  #refuse(reason: CommandRefusal): void {
    this.#options.reporter.report('command-refused', reason);
    this.#answer(`{"error":"${reason}"`);
  }

  /** `total` commands so far have not reached {@link handle}, because the client had no room for them. */
  noteDropped(total: number): void {
    this.#droppedCommands = total;
    this.#options.reporter.report('messages-dropped', total);
  }

  close(): void {
    this.#responses.close();
  }

  /** `response` without its closing brace. */
  #answer(response: string): void {
    const outbox = this.#outbox;
    const before = outbox.dropped;
    const dropped = before + this.#droppedCommands;
    const bytes = utf8Bytes(dropped === 0 ? `${response}}` : `${response},"dropped":${dropped}}`);
    outbox.append(bytes, bytes.length, TimeBase.uptime, 0);
    if (outbox.dropped !== before) this.#options.reporter.report('answers-dropped', outbox.dropped);
  }
}

function copyPayload({ payload, byteLength }: OutboxRecord, target: Uint8Array, offset: number): number {
  for (let index = 0; index < byteLength; index += 1) target[offset + index] = payload[index];
  return offset + byteLength;
}
