/** Rollup plugin: refuses to put what two bundles share into a file of its own, as no manifest would name that one. */
export default function entriesOnly() {
  return {
    name: 'entries-only',
    generateBundle(_, bundle) {
      const shared = Object.values(bundle).filter(({ type, isEntry }) => type === 'chunk' && !isEntry);
      for (const { moduleIds } of shared) this.error(`these are in more than one bundle, which must be built apart: ${moduleIds.join(', ')}`);
    },
  };
}
