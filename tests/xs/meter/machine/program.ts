import type { MQTTClient } from '../../../../modules/mqtt/mqtt-client.js';
import { collectAll } from '../../heap.js';
import { host } from '../../host/globals.js';
import {
  AFTER_MESSAGES,
  BEFORE_MESSAGES,
  ENCODING_NAMES,
  type HeapReport,
  MODEM_UP,
  type PathReport,
  type Report,
  type TurnReport,
} from '../report.js';
import { calibrate, computrons, type Heap, peakStack, readHeap, takeLongestTurn } from './meter.js';
import { closeModem, hooks, modemUp, subscribedClient } from './node.js';
import {
  allocating,
  asking,
  fetching,
  type Path,
  publishing,
  publishingInWindow,
  publishingQuoted,
  pushing,
  reporting,
  twoUnknown,
  unknown,
} from './paths.js';
import { outboxTurns, ramOutboxTurns } from './outbox.js';
import { ownNode } from './own-node.js';
import { pemOf } from './pem.js';
import { MANY, ROUNDS, WARM_UP } from './rounds.js';
import { scriptBringUp, scriptTls } from './script.js';
import { nodeTurns } from './sensor-node.js';

const SIZES = [100, 1000];
const LINE_SIZES = [40, 140];
const QUOTED_SIZES = [40, 120];
/** Messages; the rounds are whole windows. */
const WINDOW = 10;
/** Room for the largest message and its topic. */
const CAPACITY = 1100;
/** Bytes of each of those. */
const SMALL = 40;
/** The longest that `AT+GTSSLFILE` takes. */
const LONGEST_FILE = 8192;

const before: Heap = { slots: 0, chunkBytes: 0, collections: 0 };
const between: Heap = { slots: 0, chunkBytes: 0, collections: 0 };
const after: Heap = { slots: 0, chunkBytes: 0, collections: 0 };

/** What a round takes is what 2N rounds take less what N take. */
function measure(path: Path): PathReport {
  path.prepare();
  path.run(WARM_UP);
  collectAll();
  takeLongestTurn();
  const start = computrons();
  readHeap(before);
  path.run(ROUNDS);
  readHeap(between);
  const middle = computrons();
  path.run(2 * ROUNDS);
  readHeap(after);
  const end = computrons();
  return {
    name: path.name,
    size: path.size,
    slots: [between.slots - before.slots, after.slots - between.slots],
    chunkBytes: [between.chunkBytes - before.chunkBytes, after.chunkBytes - between.chunkBytes],
    collections: after.collections - before.collections,
    computrons: (end - middle - (middle - start)) / ROUNDS,
    longestTurn: takeLongestTurn(),
  };
}

/** Places for all that is noted, as what is appended later would be counted with what the driver keeps. */
const NOTES = 5;
const noted = new Float64Array(2 * NOTES);
const moments: (string | undefined)[] = Array.from({ length: NOTES }, () => undefined);
let notes = 0;

function note(when: string): void {
  collectAll();
  readHeap(after);
  moments[notes] = when;
  noted[2 * notes] = after.slots;
  noted[2 * notes + 1] = after.chunkBytes;
  notes += 1;
}

function heaps(): HeapReport[] {
  return moments.map((when = '', index) => ({ when, slots: noted[2 * index], chunkBytes: noted[2 * index + 1] }));
}

function turn(name: string): TurnReport {
  return { name, computrons: takeLongestTurn() };
}

/** Half of the messages come, half go. */
function exchange(client: MQTTClient, into: Uint8Array, count: number): void {
  for (const path of [fetching('', 1, SMALL, into), publishing(client, 1, SMALL)]) {
    path.prepare();
    path.run(count / 2);
  }
}

function run(): Omit<Report, 'codeBytes'> {
  const into = new Uint8Array(CAPACITY);
  const other = new Uint8Array(CAPACITY);
  calibrate();
  scriptBringUp();
  host.markPeaks();
  const ownStack = peakStack();
  note('loaded');
  let modem = modemUp('read');
  const turns = [turn('bring-up')];
  note(MODEM_UP);
  const client = subscribedClient(modem, 1, into);
  note('one slot subscribed');
  subscribedClient(modem, 2);
  turns.push(turn('connecting and subscribing'));
  exchange(client, into, WARM_UP);
  note(BEFORE_MESSAGES);
  exchange(client, into, MANY);
  note(AFTER_MESSAGES);

  const paths = [
    ...SIZES.map((size) => fetching('fetched with AT+MQTTREAD', 1, size, into)),
    ...SIZES.map((size) => fetching('fetched, and read by a copy', 2, size, other)),
  ].map(measure);
  closeModem(modem);

  // Where messages are pushed the driver asks for none, now and then, in the midst of something else.
  modem = modemUp('push');
  const writer = subscribedClient(modem, 1, into);
  const more = [
    ...SIZES.map((size) => publishing(writer, 0, size)),
    ...SIZES.map((size) => publishing(writer, 1, size)),
    ...QUOTED_SIZES.map((size) => publishingQuoted(writer, size)),
    reporting(modem),
    ...LINE_SIZES.map(unknown),
    ...LINE_SIZES.map(twoUnknown),
    asking(modem),
    allocating(LINE_SIZES[0]),
    ...SIZES.map((size) => pushing('pushed as +MQTTMSG', size, into)),
  ];
  for (const path of more) paths.push(measure(path));
  hooks.onAnomaly = () => undefined;
  const windowed = subscribedClient(modem, 2, other, WINDOW);
  paths.push(...SIZES.map((size) => publishingInWindow(windowed, WINDOW, size)).map(measure));
  const stack = peakStack() - ownStack;
  closeModem(modem);

  const trust = pemOf(LONGEST_FILE);
  scriptTls(LONGEST_FILE);
  takeLongestTurn();
  modem = modemUp('read', { tls: { trust } }, () => turns.push(turn(`connect() with a TLS file of ${LONGEST_FILE} bytes`)));
  turns.push(turn(`loading a TLS file of ${LONGEST_FILE} bytes`));
  closeModem(modem);
  for (const encoding of ENCODING_NAMES) {
    const node = ownNode(encoding);
    paths.push(...node.paths.map(measure));
    turns.push(...node.rareTurns());
    node.close();
  }
  turns.push(...nodeTurns(), ...outboxTurns(), ...ramOutboxTurns());
  return { paths, heaps: heaps(), turns, peakStack: stack };
}

export default function main(): void {
  host.print(JSON.stringify(run()));
}
