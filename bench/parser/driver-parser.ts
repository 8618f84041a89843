import type { Urc } from '../../modules/at/command.js';
import { Dialogue } from '../../modules/at/dialogue/dialogue.js';
import type { Exchange } from '../../modules/at/dialogue/exchange.js';
import type { FieldReader } from '../../modules/at/line/field-reader.js';
import type { Field } from '../../modules/at/field.js';
import { errorFormatQuery } from '../../modules/cellular/device.js';
import { names } from '../../modules/fibocom/table.js';
import { mqttMessage } from '../../modules/fibocom/urcs.js';
import { mqttRead } from '../../modules/fibocom/mqtt.js';
import type { Parser, Request } from './parser.js';
import { type Copy, FedPort } from './fed-port.js';
import type { Sink } from './sink.js';
import { TurnTime } from './turn-time.js';

/** Milliseconds of silence for which a program that has just begun waits. */
const SETTLING = 300;
const PROBE_ANSWER = '\r\n+CMEE: 1\r\n\r\nOK\r\n';
/** Above the longest topic and payload of the streams. */
const CAPACITY = 1100;

/** The driver's AT layer as it stands: it sends the commands of a stream, too, which the others do not. */
export class DriverParser implements Parser {
  readonly #sink: Sink;
  readonly #time = new TurnTime();
  readonly #port: FedPort;
  readonly #dialogue: Dialogue;
  readonly #topic = new Uint8Array(CAPACITY);
  readonly #payload = new Uint8Array(CAPACITY);
  #topicLength = 0;
  #payloadLength = 0;
  #slot = 0;
  #qos = 0;
  /** One for each request, made when it is first met: exchanges are used again and again. */
  readonly #requests: Request[] = [];
  readonly #exchanges: Exchange[] = [];

  /** `copy` is what the port does. */
  constructor(sink: Sink, copy: Copy) {
    this.#sink = sink;
    this.#port = new FedPort(copy);
    this.#dialogue = new Dialogue({
      serial: { io: this.#port.Serial },
      time: this.#time,
      names,
      probe: errorFormatQuery,
      listener: { onUrc: (urc, fields) => this.#onUrc(urc, fields), onAnomaly: () => sink.unknown() },
    });
    let isSynchronised = false;
    this.#dialogue.synchronise(1000, (error) => {
      isSynchronised = error === undefined;
    });
    this.#port.tellRoom();
    this.#time.takeTurns();
    this.feed(Uint8Array.from(PROBE_ANSWER, (character) => character.charCodeAt(0)));
    this.#time.pass(SETTLING);
    if (!isSynchronised) throw new Error('the AT dialogue did not synchronise');
  }

  begin(request: Request): void {
    const index = this.#requests.indexOf(request);
    this.#dialogue.execute(index < 0 ? this.#add(request) : this.#exchanges[index]);
    this.#time.takeTurns();
    this.#port.tellRoom();
  }

  feed(bytes: Uint8Array): void {
    this.#port.feed(bytes);
    this.#time.takeTurns();
    this.#port.tellRoom();
  }

  #add(request: Request): Exchange {
    const isFetch = request.command === mqttRead;
    const exchange: Exchange = {
      ...request,
      into: isFetch ? this.#payload : undefined,
      onReply: (fields) => (isFetch ? this.#noteFetched(fields) : this.#onReply(request, fields)),
      onEnd: (error) => {
        if (isFetch && error === undefined) this.#tellMessage();
        this.#sink.final(error === undefined);
      },
    };
    this.#requests.push(request);
    this.#exchanges.push(exchange);
    return exchange;
  }

  #onReply({ command }: Request, fields: FieldReader): void {
    if (command.reply !== undefined) this.#tellLine(command.reply.prefix ?? '', command.reply.fields, fields);
  }

  #onUrc(urc: Urc, fields: FieldReader): void {
    if (urc !== mqttMessage) return this.#tellLine(urc.name, urc.fields, fields);
    this.#noteHead(fields, 2);
    this.#payloadLength = fields.copyAt(3, this.#payload);
    this.#tellMessage();
  }

  #noteFetched(fields: FieldReader): void {
    this.#noteHead(fields, 4);
    this.#payloadLength = fields.integerAt(3);
  }

  #noteHead(fields: FieldReader, topicAt: number): void {
    this.#slot = fields.integerAt(0);
    this.#qos = fields.integerAt(1);
    this.#topicLength = fields.copyAt(topicAt, this.#topic);
  }

  #tellMessage(): void {
    this.#sink.message(this.#slot, this.#qos, this.#topic, this.#topicLength, this.#payload, this.#payloadLength);
  }

  #tellLine(name: string, declared: readonly Field[] | undefined, fields: FieldReader): void {
    if (declared === undefined) this.#sink.line(name, 0, 0);
    else if (declared[0].kind === 'integer') this.#sink.line(name, fields.count, fields.integerAt(0));
    else this.#sink.line(name, 1, 0);
  }
}
