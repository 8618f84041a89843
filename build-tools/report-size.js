import { gzipSync } from 'node:zlib';

/**
 * What a byte of a minified bundle takes in flash once it is preloaded: its byte code, and the objects and tables that the SDK's
 * linker writes for it. Measured on SDK 8.2.3; docs/moddable.md tells how.
 */
const FLASH_PER_BYTE_ON_MODDABLE = 2.07;

/** Rollup plugin: prints what each bundle in the folder weighs, and what flash holds of it. */
export default function reportSize(folder = '') {
  const isLinked = folder === 'moddable/';
  return {
    name: 'report-size',
    writeBundle({ dir, file }, bundle) {
      for (const [name, chunk] of Object.entries(bundle)) {
        if (chunk.type !== 'chunk' || !chunk.name.startsWith(folder)) continue;
        const minified = Buffer.byteLength(chunk.code);
        const path = file ?? `${dir}/${name}`;
        const flash = isLinked ? `, about ${Math.ceil((minified * FLASH_PER_BYTE_ON_MODDABLE) / 1000)} kB of flash when linked` : '';
        console.log(`${path}: ${minified} bytes minified, ${gzipSync(chunk.code, { level: 9 }).length} gzip${flash}`);
      }
    },
  };
}
