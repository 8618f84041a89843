import type { Command } from '../../modules/at/command.js';
import { commandName } from '../../modules/at/command-name.js';
import { Dialogue, type DialogueListener, type DialogueOptions } from '../../modules/at/dialogue/dialogue.js';
import type { Exchange } from '../../modules/at/dialogue/exchange.js';
import type { FieldReader } from '../../modules/at/line/field-reader.js';
import type { AnyValues } from '../../modules/at/field.js';
import type { Oddities } from '../../modules/base/oddity.js';
import { SlicedBuffer } from '../../modules/at/send/sliced-buffer.js';
import { errorFormatQuery } from '../../modules/cellular/device.js';
import { names } from '../../modules/fibocom/table.js';
import { oddSerial } from '../support/odd-serial.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { ScriptedPort, type ScriptedPortOptions } from './scripted-port.js';

export const PROBE = 'AT+CMEE?\r';
/** Milliseconds of silence after which a line counts as settled that was never settled before. */
export const SETTLING = 300;
export const PROBE_ANSWER = '\r\n+CMEE: 1\r\n\r\nOK\r\n';

export interface BenchOptions extends ScriptedPortOptions {
  /** What the driver does otherwise than it mostly does; nothing when not given. */
  readonly oddities?: Oddities;
  readonly time?: VirtualTime;
  readonly dialogue?: Partial<DialogueOptions>;
  readonly listener?: Partial<DialogueListener>;
}

export interface ExchangeOptions extends Partial<Omit<Exchange, 'command' | 'values' | 'data'>> {
  /** How the log names the exchange; the command's name when not given. */
  readonly label?: string;
  /** What is sent after the prompt, one byte for each character. */
  readonly data?: string;
}

/** A dialogue on a scripted port in virtual time, and a log of all that it calls back. */
export class Bench {
  readonly time: VirtualTime;
  readonly port: ScriptedPort;
  readonly dialogue: Dialogue;
  readonly #log: string[] = [];

  constructor(options: BenchOptions = {}) {
    this.time = options.time ?? new VirtualTime();
    this.port = new ScriptedPort(this.time, options);
    this.dialogue = new Dialogue({
      serial: { io: options.oddities === undefined ? this.port.Serial : oddSerial(this.port.Serial, options.oddities) },
      time: this.time,
      names,
      probe: errorFormatQuery,
      listener: {
        onUrc: (urc, fields) => this.note(line('URC', urc.name, described(fields))),
        onAnomaly: (anomaly) => this.note(anomaly),
        onUnresponsive: () => this.note('unresponsive'),
        ...options.listener,
      },
      ...options.dialogue,
    });
  }

  note(event: string): void {
    this.#log.push(event);
  }

  /** What was called back since the last call. */
  events(): string[] {
    return this.#log.splice(0);
  }

  /** Lets happen what is due now. */
  settle(): void {
    this.time.advance(0);
  }

  /** The module says this, and the driver deals with it. */
  say(text: string): void {
    this.port.say(text);
    this.settle();
  }

  /** What the driver has sent since the last call, one character for each byte. */
  heard(): string {
    return this.port.heard();
  }

  /** An exchange whose callbacks go to the log; it is executed, and its bytes are sent. */
  execute(command: Command, values: AnyValues, options: ExchangeOptions = {}): Exchange {
    const exchange = this.exchange(command, values, options);
    this.dialogue.execute(exchange);
    this.settle();
    return exchange;
  }

  exchange(command: Command, values: AnyValues, options: ExchangeOptions = {}): Exchange {
    const { label = commandName(command), data, ...rest } = options;
    return {
      command,
      values,
      data: data === undefined ? undefined : slicedBuffer(data),
      onReply: (fields) => this.note(line(label, 'reply', described(fields))),
      onCompletion: (fields) => this.note(line(label, 'completion', described(fields))),
      onEnd: (error) => this.note(line(label, 'end', error === undefined ? 'ok' : error.code)),
      ...rest,
    };
  }

  synchronise(limit = 60000): void {
    this.dialogue.synchronise(limit, (error) => this.note(line('synchronised', error === undefined ? 'ok' : error.code)));
    this.settle();
  }
}

/** A bench whose line is settled: nothing heard, nothing logged. */
export function settledBench(options?: BenchOptions): Bench {
  const bench = new Bench(options);
  bench.synchronise();
  bench.time.runUntil(() => bench.port.written >= PROBE.length, 1000);
  bench.say(PROBE_ANSWER);
  bench.time.advance(SETTLING);
  bench.heard();
  bench.events();
  return bench;
}

export function slicedBuffer(text: string): SlicedBuffer {
  const bytes = latin1(text);
  const buffer = new SlicedBuffer(Math.max(1, bytes.length));
  buffer.contents.set(bytes);
  buffer.length = bytes.length;
  return buffer;
}

export function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

/** All fields of a line, one character for each byte, absent ones as nothing. */
export function described(fields: FieldReader): string {
  const texts: string[] = [];
  for (let index = 0; index < fields.count; index += 1) {
    const bytes = Buffer.alloc(fields.byteLengthAt(index));
    fields.copyAt(index, bytes);
    texts.push(bytes.toString('latin1'));
  }
  return texts.join('|');
}

function line(...words: readonly string[]): string {
  return words.filter((word) => word !== '').join(' ');
}
