import { posix, relative, sep } from 'node:path';

/**
 * Rollup plugin: puts a declaration file beside each bundle that has a module's name, where mcconfig looks for the types of what
 * a TypeScript program imports. `types` is where the compiler puts those of the sources.
 */
export default function typingsBeside(folder, types) {
  return {
    name: 'typings-beside',
    generateBundle(options, bundle) {
      for (const { type, isEntry, name, facadeModuleId, exports } of Object.values(bundle)) {
        if (type !== 'chunk' || !isEntry || !name.startsWith(folder)) continue;
        const source = relative(process.cwd(), facadeModuleId).split(sep).join('/').replace(/\.ts$/, '.js');
        const path = posix.relative(posix.dirname(name), posix.join(types, source));
        const lines = [`export * from '${path}';`, exports.includes('default') ? `export { default } from '${path}';` : ''];
        this.emitFile({ type: 'asset', fileName: `${name}.d.ts`, source: lines.join('\n') });
      }
    },
  };
}
