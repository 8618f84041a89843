import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compile, compilerIdentity } from './compiler.js';
import { engineVersion, flags, hostFiles, sources } from './sources.js';

const run = promisify(execFile);

/** Where packages' tools keep what they make; what has been built once for these inputs stays. */
const CACHE = fileURLToPath(new URL('../../../../node_modules/.cache/cellnode-xs/', import.meta.url));

/**
 * Gives the path of the XS host for 32-bit slots, as on the device, and builds it where that has not been done for these
 * sources and this compiler: half a minute of work, once.
 *
 * @throws Error that names the missing package when there is no compiler for 32-bit programs.
 */
export async function xsHost(): Promise<string> {
  // Another host with the same options: tests/mcu/xshost-mcu.
  if (process.env.XS_HOST !== undefined) return process.env.XS_HOST;
  const host = join(CACHE, await fingerprint(), 'xshost');
  if (await isThere(host)) return host;
  await mkdir(CACHE, { recursive: true });
  // Test files run in processes of their own, and each would build it: the first does, the others wait for it.
  try {
    await run('flock', [join(CACHE, 'lock'), process.execPath, fileURLToPath(import.meta.url), host]);
  } catch (error) {
    throw new Error((error as { stderr?: string }).stderr?.trim() || String(error), { cause: error });
  }
  return host;
}

/** Options of the host for modules that it preloads: files by the names that others import them by. */
export function preloading(modules: Readonly<Record<string, string>>): string[] {
  return Object.entries(modules).flatMap(([name, path]) => ['-preload', `${name}=${path}`]);
}

/** Whatever makes a difference to the outcome. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of hostFiles()) hash.update(await readFile(file));
  hash.update(JSON.stringify([engineVersion(), flags(), await compilerIdentity()]));
  return hash.digest('hex').slice(0, 16);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}

/** Built beside its place and moved there whole, so that what is there is complete. */
async function build(host: string): Promise<void> {
  if (await isThere(host)) return;
  const folder = await mkdtemp(join(CACHE, 'building-'));
  try {
    await compile(sources(), flags(), folder, 'xshost');
    await rename(folder, join(host, '..'));
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  build(process.argv[2]).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
