/** Babel plugin: drops the command table's `summary` texts. They are for the reference page; a device has no use for them. */
export default function withoutSummaries() {
  return {
    name: 'without-summaries',
    visitor: {
      ObjectProperty(path, { filename }) {
        const isOfTable = filename?.includes('/modules/fibocom/') === true;
        if (isOfTable && path.node.key.name === 'summary' && !path.parentPath.isPattern()) path.remove();
      },
    },
  };
}
