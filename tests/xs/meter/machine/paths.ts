import type { Modem } from '../../../../modules/modem/modem.js';
import type { MQTTClient } from '../../../../modules/mqtt/mqtt-client.js';
import type { Exchange } from '../../../../modules/at/dialogue/exchange.js';
import { CONTROL } from '../report.js';
import { bytesOf } from './bytes.js';
import { metered } from './meter.js';
import { hooks, until } from './node.js';
import { LAST_TOPIC, pushedMessage, scriptAnnouncement, scriptFetch, scriptPublish, scriptQuotedPublish, scriptWindow, TOPIC } from './script.js';
import { type Answer, announce, say } from './scripted-module.js';

/** Something that the driver does all day. */
export interface Path {
  readonly name: string;
  /** Bytes of each message or line; 0 where there is no such number. */
  readonly size: number;
  /** Makes all that a run takes. */
  prepare(): void;
  /** Runs it so many times, and allocates nothing besides what the driver does. */
  run(count: number): void;
}

/** Rounds that have come to their end. */
let done = 0;

/** Numbers its rounds from 1, and waits for each to end. */
function rounds(begin: () => void): (count: number) => void {
  let round = 0;
  const isOver = (): boolean => done >= round;
  return (count) => {
    done = 0;
    for (round = 1; round <= count; round += 1) {
      begin();
      until(isOver);
    }
  };
}

/** Telemetry of that many bytes; its quotes keep it from being sent in quotes. */
function json(length: number): string {
  return `{"temperature":21.5,"note":"${'x'.repeat(length - 30)}"}`;
}

function readWith(size: number, into: Uint8Array): void {
  hooks.onReadable = (client) => {
    if (client.read(into) === size) done += 1;
  };
}

/** Fetched with `AT+MQTTREAD`. Each second of this the driver asks once whether there is another, which counts, too. */
export function fetching(name: string, slot: number, size: number, into: Uint8Array): Path {
  const announcement = bytesOf(scriptAnnouncement(slot, json(size)));
  let message: Answer | undefined = undefined;
  return {
    name,
    size,
    prepare() {
      message = scriptFetch(slot, json(size));
      readWith(size, into);
    },
    run: rounds(() => {
      if (message !== undefined) announce(message, announcement);
    }),
  };
}

/** Pushed as `+MQTTMSG`. */
export function pushing(name: string, size: number, into: Uint8Array): Path {
  const message = bytesOf(pushedMessage(json(size)));
  return { name, size, prepare: () => readWith(size, into), run: rounds(() => say(message)) };
}

export function publishing(client: MQTTClient, qos: number, size: number): Path {
  const payload = bytesOf(json(size));
  const options = { topic: TOPIC, QoS: qos };
  return {
    name: `published at QoS ${qos}`,
    size,
    prepare() {
      scriptPublish(qos, size);
      hooks.onWritable = countOne;
    },
    run: rounds(metered(() => client.write(payload, options))),
  };
}

/** `size` bytes each, and windows of `window` messages, which are acknowledged together. */
export function publishingInWindow(client: MQTTClient, window: number, size: number): Path {
  const payload = bytesOf(json(size));
  const options = { topic: TOPIC, QoS: 1 };
  const last = { topic: LAST_TOPIC, QoS: 1 };
  let written = 0;
  return {
    name: `published at QoS 1 in a window of ${window}`,
    size,
    prepare() {
      scriptWindow(size, window);
      hooks.onWritable = countOne;
    },
    run: rounds(
      metered(() => {
        written += 1;
        client.write(payload, written % window === 0 ? last : options);
      }),
    ),
  };
}

export function publishingQuoted(client: MQTTClient, size: number): Path {
  const text = json(size).replaceAll('"', "'");
  const payload = bytesOf(text);
  const options = { topic: TOPIC, QoS: 0 };
  return {
    name: 'published in quotes at QoS 0',
    size,
    prepare() {
      scriptQuotedPublish(0, text);
      hooks.onWritable = countOne;
    },
    run: rounds(metered(() => client.write(payload, options))),
  };
}

/** The registration is reported again. */
export function reporting(modem: Modem): Path {
  const report = bytesOf('\r\n+CGREG: 1,"1A2B","00C3D4E5",7\r\n');
  const { counters } = modem;
  let lines = 0;
  const hasCome = (): boolean => counters.lines > lines;
  return {
    name: 'URC',
    size: report.length,
    prepare: () => undefined,
    run(count) {
      for (let round = 0; round < count; round += 1) {
        lines = counters.lines;
        say(report);
        until(hasCome);
      }
    },
  };
}

/** `size` is that of each line, its framing included. */
function unknownLine(size: number): string {
  const frame = ['\r\n+XYZ: 1,"', '"\r\n'];
  return frame.join('y'.repeat(size - frame.join('').length));
}

export function unknown(size: number): Path {
  const line = bytesOf(unknownLine(size));
  return { name: 'unknown line', size, prepare: () => countAnomalies(1), run: rounds(() => say(line)) };
}

/** Two that come with one delivery: what both take less what one takes is a line without its delivery. */
export function twoUnknown(size: number): Path {
  const lines = bytesOf(unknownLine(size).repeat(2));
  return { name: 'two unknown lines', size, prepare: () => countAnomalies(0.5), run: rounds(() => say(lines)) };
}

/** Keeps a new object for each line. */
export function allocating(size: number): Path {
  const line = bytesOf(unknownLine(size));
  const kept: unknown[] = [undefined];
  return {
    name: CONTROL,
    size,
    prepare() {
      hooks.onAnomaly = () => {
        kept[0] = {};
        done += 1;
      };
    },
    run: rounds(() => say(line)),
  };
}

/** The signal is asked for, with a row like the table's. */
export function asking(modem: Modem): Path {
  let rssi = 0;
  const exchange: Exchange = {
    command: {
      name: '+CSQ',
      form: 'action',
      head: bytesOf('AT+CSQ'),
      holdsSecret: false,
      arguments: [],
      reply: {
        prefix: '+CSQ',
        fields: [
          { kind: 'integer', name: 'rssi', minimum: 0, maximum: 99, digits: 9 },
          { kind: 'integer', name: 'ber', minimum: 0, maximum: 99, digits: 9 },
        ],
      },
      responseDeadline: 5000,
      repeatable: true,
      summary: '',
      source: '',
    },
    values: [],
    onReply(fields) {
      rssi = fields.integerAt(0);
    },
    onEnd(error) {
      if (error === undefined && rssi === 21) done += 1;
    },
  };
  return { name: 'command with its reply', size: 0, prepare: () => undefined, run: rounds(metered(() => modem.execute(exchange))) };
}

function countOne(): void {
  done += 1;
}

function countAnomalies(share: number): void {
  hooks.onAnomaly = () => {
    done += share;
  };
}
