import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Flags } from './sources.js';

const run = promisify(execFile);

/** Enough of a program to want the C library's headers and the compiler's own library for the machine. */
const PROBE = '#include <stdio.h>\nint main(void) { return puts("") < 0; }\n';

/** The C compiler, by the variable that make uses for it. */
function compiler(): string {
  return process.env.CC ?? 'cc';
}

/** Its version and the machine that it compiles for. */
export async function compilerIdentity(): Promise<string> {
  try {
    return (await run(compiler(), ['--version'])).stdout;
  } catch (error) {
    throw refusal(error);
  }
}

/** Compiles the sources on all cores, and links them to a 32-bit program in `folder`. */
export async function compile(sources: readonly string[], flags: Flags, folder: string, program: string): Promise<void> {
  await expectToCompile32Bit();
  await compileWith(compiler(), sources, flags, folder, program);
}

/** The same with a compiler for any machine. */
export async function compileWith(
  command: string,
  sources: readonly string[],
  flags: Flags,
  folder: string,
  program: string,
): Promise<void> {
  const objects = sources.map((source) => join(folder, `${basename(source, '.c')}.o`));
  const waiting = sources.map((source, index) => [...flags.compiler, '-c', source, '-o', objects[index]]);
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await run(command, next);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  await run(command, [...objects, ...flags.linker, '-o', join(folder, program)]);
  await Promise.all(objects.map((object) => rm(object)));
}

async function expectToCompile32Bit(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-probe-'));
  try {
    await writeFile(join(folder, 'probe.c'), PROBE);
    await run(compiler(), ['-m32', join(folder, 'probe.c'), '-o', join(folder, 'probe')]);
  } catch (error) {
    throw refusal(error);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function refusal(cause: unknown): Error {
  const { stderr, message } = cause as { stderr?: string; message: string };
  return new Error(
    `XS needs a C compiler that builds 32-bit programs; on Debian: apt-get install gcc gcc-multilib\n${stderr || message}`,
  );
}
