import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const DIST = fileURLToPath(new URL('../../../dist/', import.meta.url));
const BUNDLES = ['moddable/cellnode.js', 'espruino/cellnode.js'];

export interface BundleSize {
  readonly name: string;
  readonly minified: number;
  readonly gzip: number;
}

/** The bundles that were built last. */
export function bundleSizes(): Promise<readonly BundleSize[]> {
  return Promise.all(
    BUNDLES.map(async (name) => {
      const code = await readFile(DIST + name);
      return { name, minified: code.length, gzip: gzipSync(code, { level: 9 }).length };
    }),
  );
}
