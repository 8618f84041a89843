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

/** Computrons that are timed at once. */
const WHOLE = 60e6;
const QUICK = 2e6;

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

async function compared(machine: Machine, stream: Stream, amount: number): Promise<Table> {
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
      { name: 'slots a byte', digits: 2 },
      { name: 'chunk bytes a byte', digits: 1 },
      { name: 'collections in a MB', digits: 1 },
      { name: 'longest turn, computrons' },
      { name: 'with its collection' },
    ],
    rows: figures.map((each) => [
      each.parser,
      each.bytesPerSecond / 1e6,
      driver.bytesPerSecond / each.bytesPerSecond,
      each.computrons / stream.bytes,
      each.slots / stream.bytes,
      each.chunkBytes / stream.bytes,
      each.collections,
      each.longestTurn,
      Math.round(each.longestTurn + each.collection * rate),
    ]),
  };
}

async function measured(machine: Machine, parser: string, stream: Stream, amount: number): Promise<Figures> {
  const counts = await machine.count(parser, stream.name);
  const { round, collections, collection } = await machine.time(parser, stream.name, Math.ceil(amount / counts.computrons));
  return {
    ...counts,
    parser,
    bytesPerSecond: stream.bytes / round,
    collections: collections / (stream.bytes / 1e6),
    collection: collections === 0 ? 0 : collection,
  };
}
