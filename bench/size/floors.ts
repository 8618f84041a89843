import { fileURLToPath } from 'node:url';
import { type OutputChunk, rollup } from 'rollup';
import { devicePlugins } from '../device-bundle.js';

const MODULES = fileURLToPath(new URL('../../modules/', import.meta.url));

export interface Floor {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
}

/** What each folder of modules/ adds to a bundle: every file minified by itself as the build does it, less what nobody uses. */
export async function floors(): Promise<readonly Floor[]> {
  const bundle = await rollup({ input: `${MODULES}index.js`, plugins: await devicePlugins() });
  const { output } = await bundle.generate({ format: 'es', preserveModules: true, preserveModulesRoot: MODULES });
  await bundle.close();
  const chunks = output.filter((file) => file.type === 'chunk').filter(({ facadeModuleId }) => facadeModuleId?.startsWith(MODULES));
  const names = [...new Set(chunks.map(floorOf))].sort();
  return names.map((name) => {
    const own = chunks.filter((chunk) => floorOf(chunk) === name);
    return { name, files: own.length, bytes: own.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0) };
  });
}

function floorOf({ facadeModuleId }: OutputChunk): string {
  const [folder, file] = (facadeModuleId ?? '').slice(MODULES.length).split('/');
  return file === undefined ? '.' : folder;
}
