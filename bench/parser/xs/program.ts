import { host } from '../../../tests/xs/host/globals.js';
import { Gauge } from '../../../tests/xs/heap.js';
import { DriverParser } from '../driver-parser.js';
import type { Parser, ParserMaker } from '../parser.js';
import { CountingSink } from '../sink.js';
import { SplitLines } from '../split-lines.js';
import type { Stream } from '../stream.js';
import { streams } from '../streams.js';
import { StringSlicing } from '../string-slicing.js';
import type { Order, XsCounts, XsTimes } from './order.js';

/** Runs on XS; what it is to do is in the global `order`, which a script before it sets. */

const { order } = globalThis as unknown as { readonly order: Order };
const decoder = new TextDecoder();
/** Native, as `String.fromArrayBuffer` is on a device, which this host has not. */
const decode = (bytes: Uint8Array): string => decoder.decode(bytes);

const MAKERS: Readonly<Record<string, ParserMaker>> = {
  cellnode: (sink) => new DriverParser(sink, host.copy),
  'string slicing': (sink) => new StringSlicing(sink, decode),
  'split + RegExp': (sink) => new SplitLines(sink, decode),
};

const WARM_UP = 10;
const COUNTED = 20;
const BEST_OF = 5;
const COLLECTIONS = 20;

const turn = new Gauge();
const all = new Gauge();

function feed(parser: Parser, { steps }: Stream): void {
  for (let at = 0; at < steps.length; at += 1) {
    const { request, reads } = steps[at];
    if (request !== undefined) parser.begin(request);
    for (let read = 0; read < reads.length; read += 1) parser.feed(reads[read]);
  }
}

function rounds(parser: Parser, stream: Stream, count: number): void {
  for (let round = 0; round < count; round += 1) feed(parser, stream);
}

/** What `count` rounds take, garbage included. */
function taken(parser: Parser, stream: Stream, count: number): readonly [slots: number, chunkBytes: number, computrons: number] {
  all.start();
  rounds(parser, stream, count);
  all.stop();
  if (all.collections > 0) throw new Error('collected while it was counted');
  return [all.slots, all.chunkBytes, all.computrons];
}

/** A turn here is a read and all that follows from it. What its measuring costs is taken off. */
function longestTurn(parser: Parser, { steps }: Stream): number {
  turn.start();
  turn.stop();
  const overhead = turn.computrons;
  let longest = 0;
  for (const { request, reads } of steps) {
    if (request !== undefined) parser.begin(request);
    for (const bytes of reads) {
      turn.start();
      parser.feed(bytes);
      turn.stop();
      longest = Math.max(longest, turn.computrons - overhead);
    }
  }
  return longest;
}

function count(parser: Parser, stream: Stream): XsCounts {
  const once = taken(parser, stream, COUNTED);
  const twice = taken(parser, stream, 2 * COUNTED);
  const [slots, chunkBytes, computrons] = once.map((value, index) => (twice[index] - value) / COUNTED);
  return { slots, chunkBytes, computrons, longestTurn: longestTurn(parser, stream) };
}

function time(parser: Parser, stream: Stream): XsTimes {
  let best = Infinity;
  let collections = 0;
  for (let attempt = 0; attempt < BEST_OF; attempt += 1) {
    all.start();
    best = Math.min(best, seconds(() => rounds(parser, stream, order.rounds)));
    all.stop();
    collections += all.collections;
  }
  const collecting = seconds(() => {
    for (let index = 0; index < COLLECTIONS; index += 1) host.gc();
  });
  return { round: best / order.rounds, collections: collections / (BEST_OF * order.rounds), collection: collecting / COLLECTIONS };
}

function seconds(run: () => void): number {
  const start = host.processorTime();
  run();
  return host.processorTime() - start;
}

function obey(stream: Stream): unknown {
  if (order.kind === 'load') return loaded();
  const sink = new CountingSink();
  const parser = MAKERS[order.parser](sink);
  rounds(parser, stream, WARM_UP);
  if (sink.count !== WARM_UP * stream.messages) throw new Error(`${sink.count} found, ${WARM_UP * stream.messages} expected`);
  return order.kind === 'count' ? count(parser, stream) : time(parser, stream);
}

/** What the machine holds now: the code, and the stream, which on a device is on the wire. */
function loaded(): { readonly slots: number; readonly chunkBytes: number } {
  const counters = new Float64Array(16);
  host.gc();
  host.heap(counters);
  return { slots: counters[0], chunkBytes: counters[1] };
}

const stream = streams().find(({ name }) => name === order.stream);
if (stream === undefined) throw new RangeError(`no such stream: ${order.stream}`);
host.print(JSON.stringify(obey(stream)));
