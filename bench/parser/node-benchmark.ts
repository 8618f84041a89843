import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Benchmark } from '../benchmark.js';
import type { Table } from '../table.js';
import type { NodeFigures } from './node-measure.js';
import { DRIVER, NODE_PARSERS } from './node-parsers.js';
import { streams } from './streams.js';

const run = promisify(execFile);
const MEASURE = fileURLToPath(new URL('./node-measure.js', import.meta.url));
const PASSES = 3;
const NOTHING_YET: NodeFigures = { bytesPerSecond: 0, allocatedPerMessage: 0 };
const FLAGS = ['--expose-gc', '--max-semi-space-size=512', '--min-semi-space-size=512'];

export const nodeParsers: Benchmark = {
  name: 'parser-node',
  about: 'parsers on Node.js: MB/s and bytes allocated per message',
  async run({ isQuick }) {
    // Long enough for memory to be used again: fresh pages would cost those who allocate more than they do.
    const milliseconds = isQuick ? 20 : 1500;
    const tables: Table[] = [];
    for (const { name, bytes, messages } of streams()) tables.push(await compared(name, bytes / messages, milliseconds));
    return tables;
  },
};

async function compared(stream: string, bytesEach: number, milliseconds: number): Promise<Table> {
  const figures: [string, NodeFigures][] = Object.keys(NODE_PARSERS).map((parser) => [parser, NOTHING_YET]);
  // One parser after the other, several times: what else the machine does for a while must not fall on one of them alone.
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (const figure of figures) figure[1] = better(figure[1], await measured(figure[0], stream, milliseconds));
  }
  const [[, driver]] = figures;
  return {
    caption: `**${stream}** (${Math.round(bytesEach)} bytes each, its framing included)`,
    columns: [
      { name: 'parser' },
      { name: 'MB/s', digits: 1 },
      { name: `speed of ${DRIVER} ÷ its own`, digits: 2 },
      { name: 'bytes allocated per message' },
    ],
    rows: figures.map(([parser, { bytesPerSecond, allocatedPerMessage }]) => [
      parser,
      bytesPerSecond / 1e6,
      driver.bytesPerSecond / bytesPerSecond,
      allocatedPerMessage,
    ]),
  };
}

function better(one: NodeFigures, other: NodeFigures): NodeFigures {
  return one.bytesPerSecond > other.bytesPerSecond ? one : other;
}

async function measured(parser: string, stream: string, milliseconds: number): Promise<NodeFigures> {
  const { stdout } = await run(process.execPath, [...FLAGS, MEASURE, parser, stream, String(milliseconds)]);
  return JSON.parse(stdout) as NodeFigures;
}
