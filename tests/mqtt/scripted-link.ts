import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import type { DialogueCounters } from '../../modules/at/dialogue/dialogue-counters.js';
import { cellularError, type CellularError } from '../../modules/base/errors.js';
import type { Exchange } from '../../modules/at/dialogue/exchange.js';
import { FieldReader } from '../../modules/at/line/field-reader.js';
import type { Urc } from '../../modules/at/command.js';
import { fibocom } from '../../modules/fibocom/dialect.js';
import type { Link, SlotListener } from '../../modules/modem/link.js';

/** A link whose module answers as the test says, also as no module that is known of would. */
export class ScriptedLink implements Link {
  readonly connection = 500;
  readonly mqtt = fibocom.mqtt[0];
  readonly time = new VirtualTime();
  readonly counters: DialogueCounters = { lines: 0, anomalies: 0, timeouts: 0, synchronisations: 0, echoes: 0 };
  readonly transmitCapacity = 1024;
  readonly tlsProblem = undefined;
  /** Commands that wait for their answer, oldest first. */
  readonly commands: Exchange[] = [];
  /** Whether commands are refused for want of room. */
  isFull = false;
  #listener: SlotListener | undefined;
  readonly #fields = new FieldReader();

  claimSlot(listener: SlotListener): number {
    this.#listener = listener;
    return 1;
  }

  releaseSlot(): void {
    this.#listener = undefined;
  }

  execute(exchange: Exchange): void {
    if (this.isFull) throw cellularError('overflow', 'the queue is full');
    this.commands.push(exchange);
  }

  abandon(exchange: Exchange): void {
    const index = this.commands.indexOf(exchange);
    if (index >= 0) this.commands.splice(index, 1);
  }

  now(): number | undefined {
    return undefined;
  }

  /** Names of the commands that wait. */
  get names(): string[] {
    return this.commands.map(({ command }) => command.name);
  }

  /** The URC with the text that follows its name. */
  urc(urc: Urc, text: string): void {
    this.#match(urc.fields ?? [], text);
    this.#listener?.onUrc(urc, this.#fields);
    this.time.advance(0);
  }

  /** A line was lost, and nobody knows what it said. */
  loseLine(): void {
    this.counters.anomalies += 1;
    this.#listener?.onLineLost?.();
  }

  /** An information line for the oldest command. */
  reply(text: string): void {
    const exchange = this.#oldest;
    this.#match(exchange.command.reply?.fields ?? [], text);
    exchange.onReply?.(this.#fields);
    this.time.advance(0);
  }

  /** The oldest command's end. */
  end(error?: CellularError): void {
    const exchange = this.#oldest;
    this.commands.shift();
    exchange.onEnd(error);
    this.time.advance(0);
  }

  refuse(): void {
    this.end(cellularError('refused', 'ERROR', { result: 'ERROR' }));
  }

  get #oldest(): Exchange {
    if (this.commands.length === 0) throw new Error('no command waits');
    return this.commands[0];
  }

  #match(fields: Parameters<FieldReader['match']>[0], text: string): void {
    const bytes = Buffer.from(text);
    if (!this.#fields.match(fields, bytes, -1, 0, bytes.length)) throw new Error(`does not fit: ${text}`);
  }
}
