import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compileWith } from '../xs/host/compiler.js';
import { engineVersion } from '../xs/host/sources.js';
import { type Build, build, type Core, type Metering, ownFiles } from './toolchain.js';

const run = promisify(execFile);

/** Beside that of the XS host on the PC (tests/xs/host/xs-host.ts). */
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/cellnode-mcu/', import.meta.url));
const PACKAGES = fileURLToPath(new URL('../../../tests/mcu/debian-packages', import.meta.url));
const ELF = 'engine.elf';

/**
 * Gives the path of the engine for an emulated core, and builds it where that has not been done for these sources, these flags
 * and this compiler: half a minute of work, once.
 */
export async function engineFor(core: Core, metering: Metering): Promise<string> {
  const plan = build(core, metering);
  await expectTools(plan.compiler);
  const place = join(CACHE, await fingerprint(plan));
  const elf = join(place, ELF);
  if (await isThere(elf)) return elf;
  await mkdir(CACHE, { recursive: true });
  // Built beside its place and moved there whole, so that what is there is complete.
  const folder = await mkdtemp(join(CACHE, 'building-'));
  try {
    await compileWith(plan.compiler, plan.sources, plan.flags, folder, ELF);
    await rename(folder, place);
  } catch (error) {
    await rm(folder, { recursive: true });
    if (!(await isThere(elf))) throw error;
  }
  return elf;
}

/** @throws Error that names the packages where the compiler or the emulator is missing. */
async function expectTools(compiler: string): Promise<void> {
  try {
    for (const tool of [compiler, 'qemu-system-riscv32']) await run(tool, ['--version']);
  } catch (cause) {
    const packages = (await readFile(PACKAGES, 'utf8')).trim().split('\n').join(' ');
    throw new Error(`The emulated core needs a cross compiler and an emulator; on Debian: apt-get install ${packages}`, { cause });
  }
}

/** Whatever makes a difference to the outcome. */
async function fingerprint(plan: Build): Promise<string> {
  const hash = createHash('sha256');
  for (const file of ownFiles()) hash.update(await readFile(file));
  const { stdout: compilerIdentity } = await run(plan.compiler, ['--version']);
  hash.update(JSON.stringify([engineVersion(), plan, compilerIdentity]));
  return hash.digest('hex').slice(0, 16);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}
