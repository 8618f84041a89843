/**
 * Babel plugin: turns private methods and accessors into plain ones, with names that no other has. XS keeps private methods in
 * each instance, 16 bytes for each, and in each closure that calls one; plain ones are kept once, in the class.
 */
export default function privateMethods({ types }) {
  let count = 0;

  /** The plain names of the class's private methods. */
  function namesIn(body) {
    const names = new Map();
    for (const { type, key } of body.body) {
      if (type !== 'ClassPrivateMethod') continue;
      if (!names.has(key.id.name)) names.set(key.id.name, `_${(count += 1).toString(36)}`);
    }
    return names;
  }

  return {
    name: 'private-methods',
    visitor: {
      ClassBody(body) {
        const names = namesIn(body.node);
        if (names.size === 0) return;
        body.traverse({
          MemberExpression({ node }) {
            if (types.isPrivateName(node.property) && names.has(node.property.id.name)) {
              node.property = types.identifier(names.get(node.property.id.name));
            }
          },
          ClassPrivateMethod(path) {
            const { key, kind, params, body: block, static: isStatic } = path.node;
            if (!names.has(key.id.name)) return;
            path.replaceWith(types.classMethod(kind, types.identifier(names.get(key.id.name)), params, block, false, isStatic));
          },
        });
      },
    },
  };
}
