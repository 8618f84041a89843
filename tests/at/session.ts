import fc from 'fast-check';
import type { Exchange } from '../../modules/at/dialogue/exchange.js';
import { serialNumber } from '../../modules/cellular/device.js';
import { mqttOpen, mqttPublish, mqttPublishLength, mqttRead } from '../../modules/fibocom/mqtt.js';
import { registrationQueryPacket, signalQuality } from '../../modules/cellular/network.js';
import { type Bench, settledBench } from './bench.js';

/** A line of the module, without its framing, and what the driver's log must show for it. */
export interface Spoken {
  readonly text: string;
  readonly events: readonly string[];
}

/** One command, and what the module says to it. After each burst the driver has its turn, as a prompt needs its data. */
export interface Step {
  exchange(bench: Bench): Exchange;
  readonly sent: string;
  readonly bursts: readonly (readonly Spoken[])[];
}

export interface Outcome {
  readonly events: readonly string[];
  readonly sent: string;
}

/** How the bytes of a burst reach the driver. */
export type Delivery = (bench: Bench, bytes: string) => void;

export const atOnce: Delivery = (bench, bytes) => bench.say(bytes);
export const byteByByte: Delivery = (bench, bytes) => {
  for (const byte of bytes) bench.say(byte);
};

export function says(text: string, ...events: readonly string[]): Spoken {
  return { text, events };
}

/** The usual framing. */
export function framed(text: string): string {
  return `\r\n${text}\r\n`;
}

/** Runs a session on a fresh bench; `frame` is asked for each line. */
export function played(steps: readonly Step[], deliver: Delivery = atOnce, frame: (text: string) => string = framed): Outcome {
  const bench = settledBench();
  for (const step of steps) {
    bench.dialogue.execute(step.exchange(bench));
    bench.settle();
    for (const burst of step.bursts) deliver(bench, burst.map(({ text }) => (text === '> ' ? '\r\n> ' : frame(text))).join(''));
  }
  return { events: bench.events(), sent: bench.heard() };
}

/** What the steps themselves say should come out. */
export function expected(steps: readonly Step[]): Outcome {
  return {
    events: steps.flatMap(({ bursts }) => bursts.flatMap((burst) => burst.flatMap(({ events }) => events))),
    sent: steps.map(({ sent }) => sent).join(''),
  };
}

// ── steps ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

export function signal(rssi = 20): Step {
  return {
    exchange: (bench) => bench.exchange(signalQuality, []),
    sent: 'AT+CSQ\r',
    bursts: [[says(`+CSQ: ${rssi},99`, `AT+CSQ reply ${rssi}|99`), says('OK', 'AT+CSQ end ok')]],
  };
}

/** With the URC of the same prefix before the reply, as modules do it. */
export function registration(): Step {
  return {
    exchange: (bench) => bench.exchange(registrationQueryPacket, []),
    sent: 'AT+CGREG?\r',
    bursts: [[says('+CGREG: 2', 'URC +CGREG 2'), says('+CGREG: 0,1', 'AT+CGREG? reply 0|1'), says('OK', 'AT+CGREG? end ok')]],
  };
}

export function imei(): Step {
  return {
    exchange: (bench) => bench.exchange(serialNumber, []),
    sent: 'AT+CGSN\r',
    bursts: [[says('864714060000123', 'AT+CGSN reply 864714060000123'), says('OK', 'AT+CGSN end ok')]],
  };
}

export function publish(isDone = true): Step {
  return {
    exchange: (bench) => bench.exchange(mqttPublish, [1, 'test1', 1, 0, '123'], { label: 'publish' }),
    sent: 'AT+MQTTPUB=1,"test1",1,0,"123"\r',
    bursts: [
      [
        says('OK'),
        isDone
          ? says('+MQTTPUB: 1,1', 'publish completion 1|1', 'publish end ok')
          : says('+MQTTPUB: 1,0', 'publish completion 1|0', 'publish end failed'),
      ],
    ],
  };
}

export function publishBytes(data: string): Step {
  return {
    exchange: (bench) => bench.exchange(mqttPublishLength, [2, 'test1', 0, 0, data.length], { label: 'publish', data }),
    sent: `AT+MQTTPUB=2,"test1",0,0,${data.length}\r${data}`,
    bursts: [[says('> ')], [says('OK'), says('+MQTTPUB: 2,1', 'publish completion 2|1', 'publish end ok')]],
  };
}

export function open(): Step {
  return {
    exchange: (bench) => bench.exchange(mqttOpen, [1, 'broker', 1883, 1, 60], { label: 'open' }),
    sent: 'AT+MQTTOPEN=1,"broker",1883,1,60\r',
    bursts: [[says('OK'), says('+MQTTOPEN: 1,1', 'open completion 1|1', 'open end ok')]],
  };
}

export function read(payload: string): Step {
  return {
    exchange: (bench) => {
      const into = new Uint8Array(payload.length);
      return bench.exchange(mqttRead, [1], {
        label: 'read',
        into,
        onEnd: (error) => bench.note(`read end ${error?.code ?? 'ok'} ${Buffer.from(into).toString('latin1')}`),
      });
    },
    sent: 'AT+MQTTREAD=1\r',
    bursts: [
      [
        says(`+MQTTREAD: 1,0,5,${payload.length},"topic","${payload}"`, `read reply 1|0|5|${payload.length}|topic`),
        says('OK', `read end ok ${payload}`),
      ],
    ],
  };
}

export function refusedWith(result: string): Step {
  return {
    exchange: (bench) => bench.exchange(signalQuality, []),
    sent: 'AT+CSQ\r',
    bursts: [[says(result, 'AT+CSQ end refused')]],
  };
}

/** Lines that no command has asked for. */
export const URCS: readonly Spoken[] = [
  says('+CREG: 5', 'URC +CREG 5'),
  says('+CGREG: 1,"1A2B","00C3D4E5",7', 'URC +CGREG 1|1A2B|00C3D4E5|7'),
  says('+MQTTMSG: 1,0,"a/b","21.5"', 'URC +MQTTMSG 1|0|a/b|21.5'),
  says('+MQTTMSG: 1,1,"c","first\r\nOK\r\n+MQTTBREAK: 1,1\r\nlast"', 'URC +MQTTMSG 1|1|c|first\r\nOK\r\n+MQTTBREAK: 1,1\r\nlast'),
  says('+MQTTMSGI: 2,1,3,700', 'URC +MQTTMSGI 2|1|3|700'),
  says('+MQTTBREAK: 3,2', 'URC +MQTTBREAK 3|2'),
  says('+MQTTPUB: 3,1', 'URC +MQTTPUB 3|1'),
  says('+SIM READY', 'URC +SIM READY'),
  says('+SIM: Removed', 'URC +SIM Removed'),
  says('AT command ready', 'URC AT command ready'),
  says('+XYZ: 1,"OK"', 'unknown-line'),
  says('+XYZ OK: 1', 'unknown-line'),
  says('+MQTTBREAK: nonsense', 'malformed-line'),
];

/** One of each kind. */
export const RECORDED: readonly Step[] = [
  signal(),
  registration(),
  imei(),
  open(),
  publish(),
  publish(false),
  publishBytes('"quoted",\r\nOK\r\n\x1a\x1b\xff'),
  read('say "OK"\r\nOK\r\nERROR\r\n+MQTTBREAK: 1,1\r\n> \x00\xff'),
  read(''),
  refusedWith('+CME ERROR: SIM busy'),
  signal(),
];

export interface Insertion {
  /** Number of the line before which it goes; the number of lines and more mean behind the last. */
  readonly at: number;
  readonly line: Spoken;
}

export function withLines(step: Step, insertions: readonly Insertion[]): Step {
  const count = lineCount(step);
  const linesAt = (number: number): Spoken[] =>
    insertions.filter(({ at }) => Math.min(at, count) === number).map(({ line }) => line);
  let number = 0;
  const bursts = step.bursts.map((burst) => burst.flatMap((spoken) => [...linesAt(number++), spoken]));
  const last = bursts.length - 1;
  bursts[last] = [...bursts[last], ...linesAt(count)];
  return { ...step, bursts };
}

export function lineCount(step: Step): number {
  return step.bursts.reduce((count, burst) => count + burst.length, 0);
}

// ── at random ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a payload must not be taken for. */
export const HOSTILE_PAYLOADS: readonly string[] = [
  'OK',
  'ERROR',
  '\r\nOK\r\n',
  '\r\nERROR\r\n',
  '\r\n+CME ERROR: 1\r\n',
  '\r\n+MQTTBREAK: 1,1\r\n',
  '\r\n+MQTTPUB: 1,1\r\n',
  '"\r\n\r\nOK\r\n',
  '\r\n> ',
  '"',
  '","',
  '\n\n\n',
];

const anyBytes = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

/** Any bytes, one character each, among them what a payload must not be taken for. */
export const payloads = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE_PAYLOADS), anyBytes), { maxLength: 12 })
  .map((pieces) => pieces.join(''));

/** What a pushed payload can be without ambiguity: no line of it ends with a quote. */
const pushedPayloads = payloads.map((payload) => payload.replaceAll(/"(?=[\r ]*\n)/g, "'"));

const pushed = pushedPayloads.map((payload) => says(`+MQTTMSG: 2,1,"t","${payload}"`, `URC +MQTTMSG 2|1|t|${payload}`));
const interruptions = fc.oneof(fc.constantFrom(...URCS), pushed);

const plainSteps = fc.oneof(
  fc.constantFrom(registration(), imei(), open(), publish(), publish(false)),
  fc.constantFrom('ERROR', '+CME ERROR: 3', '+CMS ERROR: 500').map(refusedWith),
  fc.nat(31).map(signal),
  payloads.map(read),
  payloads.filter((payload) => payload !== '').map(publishBytes),
);

/** Sessions of random commands, payloads and interruptions between any two lines. */
export const sessions: fc.Arbitrary<readonly Step[]> = fc.array(
  fc
    .tuple(plainSteps, fc.array(fc.record({ at: fc.nat(4), line: interruptions }), { maxLength: 4 }))
    .map(([step, lines]) => readable(withLines(step, lines))),
  { minLength: 1, maxLength: 6 },
);

/** Sizes of the pieces in which bursts come, over and over. */
export const pieceSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });

export function inPieces(sizes: readonly number[]): Delivery {
  return (bench, bytes) => {
    let round = 0;
    for (let at = 0; at < bytes.length; round += 1) {
      const size = sizes[round % sizes.length];
      bench.say(bytes.slice(at, at + size));
      at += size;
    }
  };
}

/** As a counterexample shows it: what is sent, and what is said to it. */
function readable(step: Step): Step {
  const text = `${JSON.stringify(step.sent)} → ${JSON.stringify(step.bursts.map((burst) => burst.map((spoken) => spoken.text)))}`;
  return Object.assign(step, { [fc.toStringMethod]: () => text });
}
