/**
 * Babel plugin: leaves out what bundles for devices do not have, the driver's assertions and points of oddity. A call of `assert` goes
 * with its arguments, and `isOdd` is false.
 */
const SOURCE = /\/base\/(assert|oddity)\.js$/;

export default function withoutAssertions({ types }) {
  return {
    name: 'without-assertions',
    visitor: {
      ImportDeclaration(path) {
        if (!SOURCE.test(path.node.source.value)) return;
        for (const { local } of path.node.specifiers) leaveOut(path.scope.getBinding(local.name), types);
        path.remove();
      },
    },
  };
}

function leaveOut({ identifier: { name }, referencePaths }, types) {
  for (const reference of referencePaths) {
    const call = reference.parentPath;
    if (!call.isCallExpression({ callee: reference.node })) throw call.buildCodeFrameError(`${name} can only be called`);
    if (name === 'isOdd') call.replaceWith(types.booleanLiteral(false));
    else if (call.parentPath.isExpressionStatement()) call.parentPath.remove();
    else throw call.buildCodeFrameError(`${name} must be a statement of its own`);
  }
}
