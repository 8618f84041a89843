/**
 * Babel plugin: turns each string literal inside a function into a constant of the module. A preloaded module's functions lie
 * in flash, but XS copies a literal to the heap each time it is evaluated; a constant is made once, by the linker.
 */
export default function hoistedStrings({ types }) {
  return {
    name: 'hoisted-strings',
    visitor: {
      Program(program) {
        const constants = new Map();
        program.traverse({
          StringLiteral(path) {
            const isValue = path.isExpression() && !path.parentPath.isImportOrExportDeclaration?.();
            const isKey = path.key === 'key' && !path.parent.computed;
            if (!isValue || isKey || path.getFunctionParent() === null) return;
            const { value } = path.node;
            if (!constants.has(value)) constants.set(value, program.scope.generateUidIdentifier('s'));
            path.replaceWith(types.cloneNode(constants.get(value)));
          },
        });
        const declarations = [...constants].map(([value, name]) => types.variableDeclarator(name, types.stringLiteral(value)));
        if (declarations.length === 0) return;
        const firstStatement = program.get('body').find((path) => !path.isImportDeclaration());
        firstStatement.insertBefore(types.variableDeclaration('const', declarations));
      },
    },
  };
}
