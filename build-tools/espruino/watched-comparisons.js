import { parseSync, transformFromAstSync, traverse, types } from '@babel/core';

/**
 * For tests: has the code call `compared(left, right)` for each `===`, and `loose(value)` for each side of an `==`, both of
 * which give the result. Espruino makes a text of an array to compare it, with kilobytes for it: with another array, and by
 * `==` with anything.
 */
export default function watchedComparisons(code) {
  const script = parseSync(code, { sourceType: 'script', configFile: false, babelrc: false });
  const call = (name, ...values) => types.callExpression(types.identifier(name), values);
  traverse(script, {
    BinaryExpression: {
      exit(path) {
        const { left, operator, right } = path.node;
        if (operator === '===' || operator === '!==') {
          const comparison = call('compared', left, right);
          path.replaceWith(operator === '===' ? comparison : types.unaryExpression('!', comparison));
        } else if (operator === '==' || operator === '!=') {
          path.node.left = call('loose', left);
          path.node.right = call('loose', right);
        }
      },
    },
  });
  return transformFromAstSync(script, code, { configFile: false, babelrc: false, compact: true }).code;
}
