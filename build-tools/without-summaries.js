/** Babel plugin: drops the command table's `summary` texts. They are for the reference page; a device has no use for them. */
export default function withoutSummaries() {
  return {
    name: 'without-summaries',
    visitor: {
      ObjectProperty(path, { filename }) {
        const isOfTable = ['/modules/cellular/', '/modules/fibocom/'].some((folder) => filename?.includes(folder));
        if (isOfTable && path.node.key.name === 'summary' && !path.parentPath.isPattern()) path.remove();
      },
    },
  };
}
