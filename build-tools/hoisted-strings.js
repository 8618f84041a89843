/**
 * Babel plugin: turns string literals inside functions into constants of the module. A preloaded module's functions lie in flash, but
 * XS copies a literal to the heap each time it is evaluated; a constant is made once, by the linker. It takes some 36 bytes of flash
 * more than a literal does, and 16 for each function that names it. So texts for people stay where they are: they are evaluated where
 * an error is made of them; where one is handed to a check that each message passes, the meter of tests/xs sees the copy.
 */
export default function hoistedStrings({ types }) {
  const isThrown = (path) => path.findParent((parent) => parent.isThrowStatement()) !== null;
  const isForPeople = (value) => /[^ ] [^ ]/.test(value) || value.startsWith('docs/');

  return {
    name: 'hoisted-strings',
    visitor: {
      Program(program) {
        const constants = new Map();
        program.traverse({
          StringLiteral(path) {
            const isValue = path.isExpression() && !path.parentPath.isImportOrExportDeclaration?.();
            const isKey = path.key === 'key' && !path.parent.computed;
            const { value } = path.node;
            if (!isValue || isKey || path.getFunctionParent() === null || isForPeople(value) || isThrown(path)) return;
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
