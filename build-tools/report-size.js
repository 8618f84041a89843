import { gzipSync } from 'node:zlib';

/** Rollup plugin: prints what each bundle in the folder weighs. */
export default function reportSize(folder = '') {
  return {
    name: 'report-size',
    writeBundle({ dir, file }, bundle) {
      for (const [name, chunk] of Object.entries(bundle)) {
        if (chunk.type !== 'chunk' || !chunk.name.startsWith(folder)) continue;
        const minified = Buffer.byteLength(chunk.code);
        const path = file ?? `${dir}/${name}`;
        console.log(`${path}: ${minified} bytes minified, ${gzipSync(chunk.code, { level: 9 }).length} gzip`);
      }
    },
  };
}
