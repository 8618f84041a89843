import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineFor } from '../engine.js';
import { runToEnd } from '../run-core.js';
import { FIRST_SLOT, FlashChip, SECTOR, SLOT_SIZE } from './flash-chip.js';
import type { Program } from './program-image.js';

/** The engine's own `setTime` writes to the date without a look at where it lies. */
const WRITING: Program = {
  arguments: ['-preload', 'main=main.js', '-main', 'main'],
  files: { 'main.js': 'const date = new Date(0); export default () => { date.setTime(1); print("written"); }' },
};

const saying = (text: string): Program => ({ arguments: ['-stack', '512', 'main.js'], files: { 'main.js': `print('${text}')` } });

interface BootCase {
  readonly what: string;
  /** Does to a chip with both programs and records what is to be survived. */
  readonly change: (chip: FlashChip) => Promise<void>;
  readonly expected: string;
}

const CASES: readonly BootCase[] = [
  { what: 'the newer of two boot records names the program', change: async () => undefined, expected: 'second' },
  { what: 'a record that is not whole does not count', change: ({ path }) => flip(path, 8), expected: 'first' },
  { what: 'the record before counts when the newer is erased', change: ({ path }) => flip(path, 0), expected: 'first' },
  {
    what: 'a damaged program is not begun',
    change: ({ path }) => flip(path, FIRST_SLOT + SLOT_SIZE + 30),
    expected: 'the core ended with 5: the program is damaged',
  },
  {
    what: 'where no program is, none is begun',
    change: (chip) => chip.writeBootRecord(3, 0).then(() => flip(chip.path, FIRST_SLOT)),
    expected: 'the core ended with 5: there is no program where the boot record says',
  },
  {
    what: 'what is preloaded cannot be written',
    change: (chip) => chip.writeProgram(1, WRITING),
    expected: 'the core ended with 4: what is preloaded was written',
  },
  {
    what: 'without a boot record nothing is begun',
    change: ({ path }) => flip(path, 0).then(() => flip(path, SECTOR)),
    expected: 'the core ended with 5: no boot record is whole',
  },
];

/** The core takes the program that the boot record in flash names, and no other. Gives what went wrong. */
export async function checkBoot(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-boot-'));
  const elf = await engineFor('rv32', 'unmetered');
  const complaints: string[] = [];
  try {
    for (const { what, change, expected } of CASES) {
      const chip = await FlashChip.with(saying('first'), join(folder, 'flash'));
      await chip.writeProgram(1, saying('second'));
      await chip.writeBootRecord(2, 1);
      await change(chip);
      const seen = await runToEnd({ core: 'rv32', elf, flash: chip.path }).catch((error: unknown) => (error as Error).message);
      if (seen.trim() !== expected) complaints.push(`${what}: ${seen.trim()}`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return complaints;
}

/** One byte of flash goes bad. */
async function flip(path: string, offset: number): Promise<void> {
  const file = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, offset);
  await file.write(Buffer.from([~byte[0] & 0xff]), 0, 1, offset);
  await file.close();
}
