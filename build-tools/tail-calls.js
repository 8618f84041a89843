/**
 * Babel plugin: returns what a function calls last, where the source calls it as a statement. XS takes a strict function off its
 * stack before a call that is returned (`XS_CODE_RUN_TAIL`), and a device's stack is what a deep chain of calls runs out of
 * first: a frame takes 7 to 30 slots. Who called gets a value where nothing was promised, and nobody looks at it.
 */
export default function tailCalls({ types }) {
  /** Whether XS would make one of its calls a tail call. */
  const endsWithCall = (node) => {
    if (types.isCallExpression(node)) return !types.isSuper(node.callee);
    if (types.isLogicalExpression(node)) return endsWithCall(node.right);
    if (types.isConditionalExpression(node)) return endsWithCall(node.consequent) || endsWithCall(node.alternate);
    return types.isSequenceExpression(node) && endsWithCall(node.expressions.at(-1));
  };
  /** Without the `void` that a minifier writes for a call before a `return` without a value. */
  const withoutVoid = (node) => {
    if (types.isUnaryExpression(node, { operator: 'void' }) && endsWithCall(node.argument)) return node.argument;
    if (types.isConditionalExpression(node)) {
      node.consequent = withoutVoid(node.consequent);
      node.alternate = withoutVoid(node.alternate);
    }
    if (types.isSequenceExpression(node)) node.expressions.push(withoutVoid(node.expressions.pop()));
    return node;
  };

  /** The statement as the last of its function. */
  const asLast = (node) => {
    if (types.isExpressionStatement(node) && endsWithCall(node.expression)) return types.returnStatement(node.expression);
    if (types.isBlockStatement(node)) endBlock(node);
    if (types.isIfStatement(node)) {
      node.consequent = asLast(node.consequent);
      if (node.alternate) node.alternate = asLast(node.alternate);
    }
    return node;
  };
  const endBlock = (block) => {
    const last = block.body.at(-1);
    if (last !== undefined) block.body[block.body.length - 1] = asLast(last);
  };

  return {
    name: 'tail-calls',
    visitor: {
      Function({ node }) {
        // A constructor's value is its instance.
        if (node.kind === 'constructor' || !types.isBlockStatement(node.body)) return;
        endBlock(node.body);
      },
      ReturnStatement({ node }) {
        if (node.argument) node.argument = withoutVoid(node.argument);
      },
    },
  };
}
