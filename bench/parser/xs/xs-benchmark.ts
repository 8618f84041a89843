import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark } from '../../benchmark.js';
import type { Table } from '../../table.js';
import type { Stream } from '../stream.js';
import { streams } from '../streams.js';
import { Machine } from './machine.js';
import type { XsCounts } from './order.js';

const DRIVER = 'cellnode';
const PARSERS = [DRIVER, 'string slicing', 'split + RegExp'] as const;
const BEST_OF = 3;

/** How much is run and timed. */
interface Amount {
  readonly computrons: number;
  readonly collections: number;
}

const WHOLE: Amount = { computrons: 60e6, collections: 200 };
const QUICK: Amount = { computrons: 2e6, collections: 10 };

interface Figures extends XsCounts {
  readonly parser: string;
  readonly bytesPerSecond: number;
  /** In a million bytes of the stream. */
  readonly collections: number;
  /** Seconds of one collection in a device's heap; 0 where none was needed. */
  readonly collection: number;
}

export const xsParsers: Benchmark = {
  name: 'parser-xs',
  about: 'parsers on XS in the free heap of an ESP32: speed, computrons, memory, collections, worst turn',
  async run({ isQuick }) {
    const folder = await mkdtemp(join(tmpdir(), 'cellnode-bench-'));
    try {
      const machine = await Machine.make(folder);
      const tables: Table[] = [];
      for (const stream of streams()) tables.push(await compared(machine, stream, isQuick ? QUICK : WHOLE));
      return tables;
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function compared(machine: Machine, stream: Stream, amount: Amount): Promise<Table> {
  const figures: Figures[] = [];
  for (const parser of PARSERS) figures.push(await measured(machine, parser, stream, amount));
  const [driver] = figures;
  // What the engine spends in a second while it collects nothing.
  const rate = (driver.computrons / stream.bytes) * driver.bytesPerSecond;
  return {
    caption: `**${stream.name}** (${Math.round(stream.bytes / stream.messages)} bytes each, its framing included)`,
    columns: [
      { name: 'parser' },
      { name: 'MB/s', digits: 1 },
      { name: `speed of ${DRIVER} ÷ its own`, digits: 2 },
      { name: 'computrons a byte', digits: 1 },
      { name: 'slots a message', digits: 1 },
      { name: 'chunk bytes a message' },
      { name: 'collections in a MB', digits: 1 },
      { name: 'longest turn, computrons' },
      { name: 'with its collection' },
    ],
    rows: figures.map((each) => [
      each.parser,
      each.bytesPerSecond / 1e6,
      driver.bytesPerSecond / each.bytesPerSecond,
      each.computrons / stream.bytes,
      each.slots / stream.messages,
      each.chunkBytes / stream.messages,
      each.collections,
      each.longestTurn,
      Math.round(each.longestTurn + each.collection * rate),
    ]),
  };
}

async function measured(machine: Machine, parser: string, stream: Stream, amount: Amount): Promise<Figures> {
  const counts = await machine.count(parser, stream.name);
  const heap = await machine.deviceHeap(stream.name);
  const times = Math.ceil(amount.computrons / counts.computrons);
  const perRound = await slope((many) => machine.time(heap, { kind: 'run', parser, stream: stream.name, times: many }), times);
  const collections = perRound.collections / (stream.bytes / 1e6);
  const collect = (many: number): Promise<Taken> => machine.time(heap, { kind: 'collect', parser, stream: stream.name, times: many });
  const collection = perRound.collections === 0 ? 0 : (await slope(collect, amount.collections)).seconds;
  return { ...counts, parser, bytesPerSecond: stream.bytes / perRound.seconds, collections, collection };
}

interface Taken {
  readonly seconds: number;
  readonly collections: number;
}

/** What one more time takes: three times as many less so many, which leaves the start of the process out. The best counts. */
async function slope(run: (times: number) => Promise<Taken>, times: number): Promise<Taken> {
  const few = await best(() => run(times));
  const many = await best(() => run(3 * times));
  const each = (total: number, start: number): number => (total - start) / (2 * times);
  return { seconds: each(many.seconds, few.seconds), collections: each(many.collections, few.collections) };
}

async function best(run: () => Promise<Taken>): Promise<Taken> {
  const all: Taken[] = [];
  for (let attempt = 0; attempt < BEST_OF; attempt += 1) all.push(await run());
  return all.reduce((one, other) => (other.seconds < one.seconds ? other : one));
}
