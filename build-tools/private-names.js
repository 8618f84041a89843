/**
 * Babel plugin: turns `#name` into a plain property with a short name that no other private name has. Espruino knows no
 * private names, and Babel's own transform makes a function call of every access.
 */
export default function privateNames({ types }) {
  const namesOfClass = new WeakMap();
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
    const { name } = privateName.id;
    const owner = declaringClass(path, name);
    if (owner === undefined) throw path.buildCodeFrameError(`#${name} is declared nowhere`);
    if (!namesOfClass.has(owner)) namesOfClass.set(owner, new Map());
    const names = namesOfClass.get(owner);
    if (!names.has(name)) names.set(name, `_${(count += 1).toString(36)}`);
    return types.identifier(names.get(name));
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
          OptionalMemberExpression(path) {
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
