import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SerialClass } from '../../../modules/ports/serial.js';
import type { Time } from '../../../modules/ports/time.js';

/** Of the project's own tree: the emulated core is no part of the package. */
const ROOT = new URL('../../../../', import.meta.url);
const COMPILED = new URL('build/tests/mcu/flashed-node.js', ROOT);

export interface CoreNode {
  end(): Promise<void>;
}

interface CoreNodeOptions {
  readonly time: Time;
  readonly Serial: SerialClass;
  readonly config: object;
  onTrace(line: string): void;
  onEnd(error: unknown): void;
}

/** What tests/mcu/flashed-node.ts exports. */
interface FlashedNodeModule {
  startFlashedNode(options: CoreNodeOptions): Promise<CoreNode>;
}

/**
 * Starts the node as it is flashed on an emulated microcontroller.
 *
 * @throws Error where that is not there: outside the project's own tree, or without the cross compiler and the emulator.
 */
export async function startCoreNode(options: CoreNodeOptions): Promise<CoreNode> {
  if (!existsSync(new URL('tests/mcu', ROOT))) throw new Error('--mcu needs a checkout of the project: the emulated core is no part of the package');
  const build = 'npm run --silent compile && npx rollup --config --silent';
  const { status } = spawnSync(build, { cwd: fileURLToPath(ROOT), shell: true, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`--mcu needs the project built: ${build}`);
  const { startFlashedNode } = (await import(COMPILED.href)) as FlashedNodeModule;
  return startFlashedNode(options);
}
