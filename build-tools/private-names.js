/**
 * Babel plugin: turns `#name` into a plain property with a short name, the same few names in each class. Espruino knows no private
 * names, and Babel's own transform makes a function call of every access. XS keeps 16 bytes of flash, and of the stack during a
 * call, for each private name that a method uses, 16 bytes of RAM in each instance beyond its fields, and a private method in each
 * instance; a plain method is kept once, in the class.
 */
export default function privateNames({ types }) {
  const namesOfClass = new WeakMap();

  /** The class that declares the private name, looked up from the inside out. */
  function declaringClass(path, name) {
    return path.findParent((parent) => parent.isClass() && privateNamesOf(parent.node).includes(name))?.node;
  }

  function privateNamesOf({ body }) {
    return body.body.filter(({ key }) => types.isPrivateName(key)).map(({ key }) => key.id.name);
  }

  function plainName(path, { id: { name } }) {
    const owner = declaringClass(path, name);
    if (owner === undefined) throw path.buildCodeFrameError(`#${name} is declared nowhere`);
    if (!namesOfClass.has(owner)) namesOfClass.set(owner, [...new Set(privateNamesOf(owner))]);
    // An instance has the fields of the class that its own extends, too. None is derived twice.
    const prefix = owner.superClass ? '__' : '_';
    return types.identifier(`${prefix}${(namesOfClass.get(owner).indexOf(name) + 1).toString()}`);
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
