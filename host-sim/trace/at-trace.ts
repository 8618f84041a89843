import { commands, urcs } from '../../modules/fibocom/table.js';
import type { LineTable } from '../../modules/at/line/names.js';
import type { TrafficDirection } from '../uart/virtual-uart.js';
import { CommandDecoder } from './command-decoder.js';
import { Conversation } from './conversation.js';
import { LineSplitter } from './line-splitter.js';
import { ReceivedDecoder } from './received-decoder.js';
import { Secrets } from './secrets.js';
import { SentDecoder } from './sent-decoder.js';
import type { DecodedEntry, TraceEntry } from './trace-entry.js';
import { latin1, printable } from './trace-text.js';

/**
 * Decodes the traffic of one UART, both directions, by the command table: commands and answers with the names of their
 * fields, data counted, and nothing secret in any entry. Works whatever the pieces in which the bytes come, echo on or off.
 *
 * ```ts
 * const trace = new AtTrace();
 * uart.onTraffic = (direction, bytes) => {
 *   for (const entry of trace.take(direction, bytes, time.now())) console.log(formatEntry(entry));
 * };
 * ```
 */
export class AtTrace {
  readonly #secrets = new Secrets();
  readonly #sent: SentDecoder;
  readonly #received: LineSplitter;
  #entries: TraceEntry[] = [];
  #time = 0;

  /** `table` is the driver's where none is given; a module that knows more rows has them explained too. It is looked at with each line. */
  constructor(table: LineTable = { commands, urcs }) {
    const secrets = this.#secrets;
    const conversation = new Conversation();
    const decoder = new CommandDecoder(table, secrets);
    const sent = new SentDecoder(decoder, secrets, conversation, (finding) => this.#add('to-module', finding));
    this.#sent = sent;
    this.#received = new LineSplitter(
      new ReceivedDecoder({
        table,
        commands: decoder,
        secrets,
        conversation,
        sent,
        now: () => this.#time,
        found: (finding) => this.#add('from-module', finding),
      }),
    );
  }

  /** Takes bytes as they were sent, at `time` in milliseconds; gives the entries that they complete, oldest first. */
  take(direction: TrafficDirection, bytes: Uint8Array, time: number): readonly TraceEntry[] {
    this.#time = time;
    if (direction === 'to-module') this.#sent.take(bytes, time);
    else this.#received.take(bytes, time);
    return this.#handOver();
  }

  /** Other bytes as a text fit to be shown: without what the traffic has shown to be secret. */
  masked(bytes: Uint8Array): string {
    return printable(this.#secrets.hide(latin1(bytes)));
  }

  /** Gives what was still incomplete; nothing is to be taken after that. */
  end(): readonly TraceEntry[] {
    this.#sent.end();
    this.#received.end();
    return this.#handOver();
  }

  #add(direction: TrafficDirection, { kind, text, explanation }: DecodedEntry): void {
    this.#entries.push({ time: this.#time, direction, kind, text, ...(explanation === undefined ? {} : { explanation }) });
  }

  #handOver(): readonly TraceEntry[] {
    const entries = this.#entries;
    this.#entries = [];
    return entries;
  }
}
