/**
 * Babel plugin: turns `#name` into a plain property whose name no other class has. Espruino knows no private names, and
 * Babel's own transform makes a function call of every access.
 */
export default function privateNames({ types }) {
  const numbers = new WeakMap();
  let count = 0;

  /** The class that declares the private name, looked up from the inside out. */
  function declaringClass(path, name) {
    return path.findParent(
      (parent) =>
        parent.isClass() &&
        parent.node.body.body.some((member) => types.isPrivateName(member.key) && member.key.id.name === name),
    )?.node;
  }

  function plainName(path, privateName) {
    const owner = declaringClass(path, privateName.id.name);
    if (owner === undefined) throw path.buildCodeFrameError(`#${privateName.id.name} is declared nowhere`);
    if (!numbers.has(owner)) numbers.set(owner, (count += 1));
    return types.identifier(`_${privateName.id.name}${numbers.get(owner)}`);
  }

  return {
    name: 'private-names',
    visitor: {
      Program(program) {
        // Uses first: they are found by the declarations, which the second pass renames.
        program.traverse({
          MemberExpression(path) {
            if (types.isPrivateName(path.node.property)) path.node.property = plainName(path, path.node.property);
          },
        });
        program.traverse({
          ClassPrivateProperty(path) {
            const property = types.classProperty(plainName(path, path.node.key), path.node.value);
            property.static = path.node.static;
            path.replaceWith(property);
          },
          ClassPrivateMethod(path) {
            const { kind, params, body } = path.node;
            const method = types.classMethod(kind, plainName(path, path.node.key), params, body);
            method.static = path.node.static;
            path.replaceWith(method);
          },
        });
      },
    },
  };
}
