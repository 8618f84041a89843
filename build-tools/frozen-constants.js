/**
 * Babel plugin: freezes what a module's constants hold when the module has been run. For what is preloaded and could be changed XS
 * keeps 4 bytes of RAM each, and its linker warns of it. Where `Object.freeze` is XS's own, it goes to all that it can reach from
 * an object, when it is told so; elsewhere it freezes the list alone.
 */
export default function frozenConstants({ types }) {
  /** Neither a function nor a class, which the linker freezes itself, nor what cannot be changed at all. */
  const mayHoldObjects = ({ init }) => init !== null && !types.isLiteral(init) && !types.isFunction(init) && !types.isClass(init);

  return {
    name: 'frozen-constants',
    visitor: {
      Program: {
        exit(program) {
          const constants = program.get('body').filter((path) => path.isVariableDeclaration({ kind: 'const' }));
          const declarators = constants.flatMap(({ node }) => node.declarations.filter(mayHoldObjects));
          const names = declarators.flatMap(({ id }) => Object.keys(types.getBindingIdentifiers(id)));
          if (names.length === 0) return;
          const freeze = types.memberExpression(types.identifier('Object'), types.identifier('freeze'));
          const list = types.arrayExpression(names.map((name) => types.identifier(name)));
          const call = types.callExpression(freeze, [list, types.booleanLiteral(true)]);
          program.pushContainer('body', types.expressionStatement(call));
        },
      },
    },
  };
}
