import type { Duplex } from 'node:stream';
import { commands } from '../../../modules/fibocom/table.js';
import type { Time } from '../../../modules/ports/time.js';
import { Broadcast } from '../../module/broadcast.js';
import { AtTrace } from '../../trace/at-trace.js';
import { CommandDecoder } from '../../trace/command-decoder.js';
import { Secrets } from '../../trace/secrets.js';
import type { TraceEntry } from '../../trace/trace-entry.js';
import type { TrafficDirection } from '../../uart/virtual-uart.js';

/** A piece of the traffic, and what was complete with it. */
export interface DecodedTraffic {
  readonly direction: TrafficDirection;
  readonly bytes: Uint8Array;
  readonly entries: readonly TraceEntry[];
}

const CR = '\r';
/** What ends a text whose length nobody has announced, and what abandons it (3GPP TS 27.005 §3.5). */
const SUBSTITUTE = Uint8Array.of(0x1a);
const ESCAPE = Uint8Array.of(0x1b);

/** The AT dialogue of a person, or of a script, with a module: sends lines and data, and decodes what passes. */
export class ModuleTerminal {
  readonly traffic = new Broadcast<DecodedTraffic>();
  readonly #stream: Duplex;
  readonly #time: Time;
  readonly #start: number;
  readonly #trace = new AtTrace();
  readonly #commands = new CommandDecoder({ commands }, new Secrets());
  /** Lengths that the last line has announced, and whose data have not been sent. */
  #announced: number[] = [];
  #awaited: number | undefined;

  constructor(stream: Duplex, time: Time) {
    this.#stream = stream;
    this.#time = time;
    this.#start = time.now();
    // A trace that starts in the middle hides what it cannot read, for it may be half a secret. This one starts between lines.
    this.#trace.take('to-module', Buffer.from(`AT${CR}`), 0);
    stream.on('data', (bytes: Buffer) => this.#take('from-module', bytes));
  }

  /** Bytes that the module has asked for with a prompt and not got; `Infinity` where nobody said how many. */
  get awaited(): number | undefined {
    return this.#awaited;
  }

  /** Sends the line as a command. */
  sendLine(text: string): void {
    this.#announced = [...(this.#commands.decode(Buffer.from(text))?.data ?? [])].flatMap((data) => data?.length ?? []);
    this.#awaited = undefined;
    this.#send(Buffer.from(`${text}${CR}`));
  }

  /** Sends bytes that the module awaits, as they are. */
  sendData(bytes: Uint8Array): void {
    if (this.#awaited !== undefined) this.#awaited = this.#awaited - bytes.length || undefined;
    this.#send(bytes);
  }

  /** Ends a text of unannounced length. */
  endText(): void {
    this.#awaited = undefined;
    this.#send(SUBSTITUTE);
  }

  /** Takes the prompt back, where the module knows how to. */
  abandonData(): void {
    this.#awaited = undefined;
    this.#send(ESCAPE);
  }

  /** The line with its secrets hidden; `undefined` where nobody knows what is in it. */
  masked(text: string): string | undefined {
    return this.#commands.decode(Buffer.from(text))?.text;
  }

  #send(bytes: Uint8Array): void {
    this.#stream.write(bytes);
    this.#take('to-module', bytes);
  }

  #take(direction: TrafficDirection, bytes: Uint8Array): void {
    const entries = this.#trace.take(direction, bytes, this.#time.now() - this.#start);
    for (const { kind } of entries) {
      if (kind === 'prompt') this.#awaited = this.#announced.shift() ?? Infinity;
      if (kind === 'final') this.#awaited = undefined;
    }
    this.traffic.send({ direction, bytes, entries });
  }
}
