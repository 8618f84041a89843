import type { CellularError } from '../../base/errors.js';
import { MessageWriter, type MessageEncoding } from '../../encodings/message-writer.js';
import type { Alarm } from '../../ports/time.js';
import type { HostMemory } from '../../ports/host-memory.js';
import { OutboxPublisher } from '../outbox-publisher.js';
import type { MessageSource } from '../message-source.js';
import type { QoS } from '../../ports/mqtt-client.js';
import { TimeBase, type Outbox, type OutboxRecord } from '../outbox.js';
import type { PoisonOptions } from '../poison-message.js';
import { RamOutbox } from '../ram-outbox.js';
import type { Answer, Answering, CommandSender } from './answer.js';
import type { RemoteCommand, Commands } from './command.js';
import { CommandMessage } from './command-message.js';
import { OpenReplies } from './open-replies.js';
import { RememberedIds } from './remembered-ids.js';

/** Commands that were taken, and wait for a turn of their own. */
const WAITING_LIMIT = 4;
/** Bytes of answers that wait for the connection: some dozens; the oldest make room. */
const ANSWERS_CAPACITY = 1024;
/** Bytes of the longest answer. */
export const ANSWER_LIMIT = 600;
/** Pieces of an answer that are written in one turn: short answers have no more. */
const PIECES = 4;
/** Characters of a reason. */
const REASON_LIMIT = 120;

/** Why a command was refused, as the answer says it. */
export type CommandRefusal =
  /** More bytes than a message may have. */
  | 'too-long'
  /** Not an object of one command and an `id`, or not JSON, or more than four levels deep. */
  | 'malformed'
  /** The node has no such command as `reason` says. */
  | 'unknown-command'
  /** The value has a property that the command does not know; `reason` names it. */
  | 'unknown-property'
  /** The command does not take the value; `reason` says what it takes. */
  | 'bad-value'
  /** It could cut the node off, or hand it to somebody else; `reason` names it. */
  | 'protected'
  /** What it began did not come to its end; `reason` says why. */
  | 'failed'
  /** Four commands are under way. */
  | 'busy'
  /** It has not said within 30 seconds how it ended. */
  | 'unanswered'
  /** It has ended, and its answer is longer than 600 bytes or no value of the encoding; `reason` says which. */
  | 'bad-answer';

/** `topic` is that of the answers. */
export interface RemoteCommandsOptions extends PoisonOptions {
  readonly QoS: QoS;
  /** Writes the answers. */
  readonly encoding: MessageEncoding;
  /** Has the answers in the place of the topic. */
  readonly answering?: Answering;
  /** Tables of commands, whose names differ. Made anew for each command: they would take memory that readings want. */
  tables(): readonly Commands[];
  /** Where identifiers are remembered beyond a restart, where there is such a place. */
  readonly memory?: HostMemory;
}

/** An answer that can be made shorter where it is too long; false where there is nothing left to leave out. */
interface Shortening {
  shorten?(): boolean;
}

/** An answer that is being written. */
interface Draft {
  readonly writer: MessageWriter;
  /** It cannot be written. */
  onFailure(error: unknown): void;
}

interface WaitingCommand {
  readonly command: RemoteCommand;
  readonly name: string;
  readonly id: CommandSender | undefined;
  readonly value: unknown;
}

/**
 * Obeys the command topic: looks up each command in its tables, runs it, and answers with what has come of it, `{"interval":60}`, or with
 * why it was refused. An `id` of the sender's comes back in the answer, and one that is repeated acts once. An empty message is what clears
 * a retained command: nobody waits for an answer.
 *
 * Commands may come faster than the line takes answers. Some dozens wait; then the oldest is dropped for the newest, which tells
 * how many were since the start, `{"interval":60,"dropped":3}`, those messages included that the client had no room for.
 */
export class RemoteCommands {
  readonly #options: RemoteCommandsOptions;
  readonly #answers: OutboxPublisher;
  readonly #open: OpenReplies;
  readonly #bytes = new Uint8Array(ANSWER_LIMIT);
  #draft: Draft | undefined = undefined;
  /** Pieces that are written of it in one turn. */
  #pieces = PIECES;
  /** The next pieces of the draft. */
  readonly #writing: Alarm;
  readonly #outbox: Outbox = new RamOutbox({ capacity: ANSWERS_CAPACITY, maximumPayload: ANSWER_LIMIT });
  /** Run from a turn of their own: they come from deep within the client's, and what they do goes deep. */
  readonly #turn: Alarm;
  #waiting: WaitingCommand[] = [];
  readonly #ids: RememberedIds;
  #droppedMessages = 0;

  constructor(options: RemoteCommandsOptions) {
    this.#options = options;
    const { time, topic, QoS, reporter, onDue } = options;
    this.#answers = new OutboxPublisher({ time, topic, QoS, reporter, onDue, outbox: this.#outbox, overhead: 0, compose: copyPayload });
    this.#ids = new RememberedIds(options.memory, options.reporter);
    this.#open = new OpenReplies(options.time, (name, id, answer) => this.#end(name, id, answer));
    this.#turn = options.time.alarm(() => this.#runNext());
    this.#writing = time.alarm(() => this.#write(this.#pieces));
  }

  /** The answers that have not been delivered yet. */
  get answers(): MessageSource {
    return this.#answers;
  }

  /** One that was longer than what is taken. */
  refuseTooLong(): void {
    this.#refuse('too-long', undefined, undefined, undefined);
  }

  /** Whatever the bytes are, it does not throw. `sender` comes back with the answer in the place of an id. */
  handle(bytes: Uint8Array, sender?: object): void {
    if (bytes.length === 0) return;
    const message = new CommandMessage(bytes);
    const { name } = message;
    const id = sender ?? message.id;
    if (message.isMalformed) return this.#refuse('malformed', undefined, id, undefined);
    const command = this.#find(name);
    if (command === undefined) return this.#refuse('unknown-command', undefined, id, name);
    const { value, problem, unknown } = message.value(command.properties ?? []);
    if (problem !== undefined) return this.#refuse(problem, name, id, unknown);
    if (this.#waiting.length === WAITING_LIMIT) return this.#refuse('busy', name, id, undefined);
    this.#waiting.push({ command, name, id, value });
    this.#turn.arm(0);
  }

  /** `total` messages so far have not reached the node, because the client had no room for them. */
  noteDropped(total: number): void {
    this.#droppedMessages = total;
    this.#options.reporter.report('messages-dropped', total);
  }

  /** The node takes its leave: an answer is written at once from now on, so that it is there to be sent. */
  hurry(): void {
    this.#pieces = Infinity;
    this.#writeRest();
  }

  close(): void {
    this.#turn.disarm();
    this.#writing.disarm();
    this.#draft = undefined;
    this.#waiting = [];
    this.#open.close();
    this.#answers.close();
  }

  /** By the names of the tables: on XS a property that is asked for takes a key for ever. */
  #find(name: string): RemoteCommand | undefined {
    const tables = this.#options.tables();
    for (let index = 0; index < tables.length; index += 1) {
      if (Object.keys(tables[index]).indexOf(name) >= 0) return tables[index][name];
    }
    return undefined;
  }

  #runNext(): void {
    const next = this.#waiting.shift();
    if (this.#waiting.length > 0) this.#turn.arm(0);
    if (next !== undefined) this.#run(next);
  }

  #run({ command, name, id, value: given }: WaitingCommand): void {
    if (typeof id !== 'object' && id !== undefined && this.#ids.has(id)) return this.#answer({ repeated: true, command: name, id }, () => undefined);
    if (!this.#open.hasRoom) return this.#refuse('busy', name, id, undefined);
    let value = given;
    try {
      if (command.parse !== undefined) value = command.parse(given);
    } catch (error) {
      const isProtected = (error as Partial<CellularError> | undefined)?.code === 'protected';
      return this.#refuse(isProtected ? 'protected' : 'bad-value', name, id, reasonOf(error));
    }
    if (typeof id !== 'object' && id !== undefined) this.#ids.add(id);
    const open = this.#open.begin(name, id);
    try {
      command.run(value, open.reply);
    } catch (error) {
      if (this.#open.cancel(open)) this.#refuse('failed', name, id, reasonOf(error));
      else this.#options.reporter.report('handler-failed', error);
    }
  }

  #end(name: string, id: CommandSender | undefined, answer: unknown): void {
    if (answer === undefined) return this.#refuse('unanswered', name, id, undefined);
    this.#answer({ [name]: answer, id }, (error) => {
      const isShorter = typeof answer === 'object' && answer !== null && (answer as Shortening).shorten?.() === true;
      if (isShorter) this.#end(name, id, answer);
      else this.#refuse('bad-answer', name, id, reasonOf(error));
    });
  }

  #refuse(error: CommandRefusal, command: string | undefined, id: CommandSender | undefined, reason: string | undefined): void {
    this.#options.reporter.report('command-refused', error);
    // What others have written may take several bytes a character.
    this.#answer({ error, command, reason, id }, () => this.#answer({ error, command, id }, () => undefined));
  }

  /** Answers are told in their order: what is still being written of another one is written now. */
  #answer(answer: Answer, onFailure: Draft['onFailure']): void {
    this.#writeRest();
    const { answering } = this.#options;
    if (answering?.answer === undefined) {
      const dropped = this.#outbox.dropped + this.#droppedMessages;
      const writer = new MessageWriter(this.#options.encoding, this.#bytes);
      writer.begin(dropped === 0 ? answer : { ...answer, dropped });
      this.#draft = { writer, onFailure };
      return this.#write(this.#pieces);
    }
    try {
      answering.answer(answer);
    } catch (error) {
      onFailure(error);
    }
  }

  /** In the place of what cannot be written another one may have come. */
  #writeRest(): void {
    while (this.#draft !== undefined) this.#write(Infinity);
  }

  #write(pieces: number): void {
    const draft = this.#draft;
    if (draft === undefined) return;
    const { writer } = draft;
    try {
      for (let piece = 0; piece < pieces && writer.isUnderWay; piece += 1) writer.step();
    } catch (error) {
      this.#draft = undefined;
      return draft.onFailure(error);
    }
    if (writer.isUnderWay) return this.#writing.arm(0);
    this.#draft = undefined;
    this.#keep(writer.length);
  }

  /** What was written waits for the connection. */
  #keep(byteLength: number): void {
    const outbox = this.#outbox;
    const before = outbox.dropped;
    outbox.append(this.#bytes, byteLength, TimeBase.uptime, 0);
    if (outbox.dropped !== before) this.#options.reporter.report('answers-dropped', outbox.dropped);
    this.#options.onDue();
  }
}

function copyPayload({ payload, byteLength }: OutboxRecord, target: Uint8Array, offset: number): number {
  for (let index = 0; index < byteLength; index += 1) target[offset + index] = payload[index];
  return offset + byteLength;
}

/** What was thrown, in words that fit an answer. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.substring(0, REASON_LIMIT);
}
