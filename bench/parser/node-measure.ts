import { PerformanceObserver } from 'node:perf_hooks';
import { CountingSink } from './sink.js';
import type { Parser, ParserMaker } from './parser.js';
import { NODE_PARSERS } from './node-parsers.js';
import type { Stream } from './stream.js';
import { streams } from './streams.js';

/**
 * `node --expose-gc --max-semi-space-size=… node-measure.js PARSER STREAM MILLISECONDS`: one parser on one stream, in a process
 * of its own, so that no other has taught the compiler its types. Prints a {@link NodeFigures}.
 */
export interface NodeFigures {
  readonly bytesPerSecond: number;
  readonly allocatedPerMessage: number;
}

const BEST_OF = 5;
const WARM_UP = 300;
/** Rounds after which streams get a turn of their own. */
const BATCH = 20;
/** Of the stream, while allocation is counted: few enough that nothing is collected. */
const ALLOCATING_BYTES = 100_000;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function feed(parser: Parser, { steps }: Stream): void {
  for (const { request, reads } of steps) {
    if (request !== undefined) parser.begin(request);
    for (const bytes of reads) parser.feed(bytes);
  }
}

async function rounds(parser: Parser, stream: Stream, count: number): Promise<void> {
  for (let round = 1; round <= count; round += 1) {
    feed(parser, stream);
    if (round % BATCH === 0) await nextTurn();
  }
  await nextTurn();
}

async function speed(parser: Parser, stream: Stream, milliseconds: number): Promise<number> {
  let best = 0;
  for (let attempt = 0; attempt < BEST_OF; attempt += 1) {
    const start = performance.now();
    let bytes = 0;
    while (performance.now() - start < milliseconds / BEST_OF) {
      await rounds(parser, stream, BATCH);
      bytes += BATCH * stream.bytes;
    }
    best = Math.max(best, (bytes / (performance.now() - start)) * 1000);
  }
  return best;
}

/** A collection meanwhile would hide what was made, so there must be none. */
async function allocated(parser: Parser, stream: Stream): Promise<number> {
  const count = Math.ceil(ALLOCATING_BYTES / stream.bytes);
  const taken = async (times: number): Promise<number> => {
    globalThis.gc?.();
    await nextTurn();
    collections.takeRecords();
    const before = memory();
    await rounds(parser, stream, times);
    const difference = memory() - before;
    await nextTurn();
    if (collections.takeRecords().length > 0) throw new Error('collected while it was counted');
    return difference;
  };
  const found: number[] = [];
  for (let attempt = 0; attempt < BEST_OF; attempt += 1) {
    const once = await taken(count);
    found.push((await taken(2 * count)) - once);
  }
  // The engine's own, such as a function that it compiles meanwhile, are in some of them.
  return found.sort((one, other) => one - other)[BEST_OF >> 1] / (count * stream.messages);
}

function memory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function measure(make: ParserMaker, stream: Stream, milliseconds: number): Promise<NodeFigures> {
  const sink = new CountingSink();
  const parser = make(sink);
  await nextTurn();
  await rounds(parser, stream, WARM_UP);
  if (sink.count !== WARM_UP * stream.messages) throw new Error(`${sink.count} found, ${WARM_UP * stream.messages} expected`);
  return { bytesPerSecond: await speed(parser, stream, milliseconds), allocatedPerMessage: await allocated(parser, stream) };
}

const collections = new PerformanceObserver(() => undefined);
collections.observe({ entryTypes: ['gc'] });

const [, , parserName, streamName, milliseconds] = process.argv;
const stream = streams().find(({ name }) => name === streamName);
const make = NODE_PARSERS[parserName];
if (stream === undefined || make === undefined) throw new RangeError(`no such parser or stream: ${parserName}, ${streamName}`);
console.log(JSON.stringify(await measure(make, stream, Number(milliseconds))));
