import { ASKED_FOR, GLOBALS, METHODS, STATIC_MEMBERS } from './built-ins.js';

/** Babel visitor: reports names that neither the program nor Espruino defines. Called methods are known by name alone. */
export default function unknownNames(report) {
  return {
    Program(program) {
      const defined = definedMembers(program);
      for (const [name, node] of Object.entries(program.scope.globals)) {
        if (!GLOBALS.has(name)) report(node, `there is no \`${name}\``);
      }
      program.traverse({
        MemberExpression({ node, parent, scope }) {
          const { object, property, computed } = node;
          if (computed) return;
          const isBuiltIn = object.type === 'Identifier' && GLOBALS.has(object.name) && !scope.getBinding(object.name);
          if (isBuiltIn) {
            const isOpen = /^(exports|module|global)$/.test(object.name);
            const name = `${object.name}.${property.name}`;
            const isAskedFor = ASKED_FOR.has(name) && parent.callee !== node;
            if (!isOpen && !isAskedFor && !STATIC_MEMBERS.has(name)) report(node, `there is no \`${name}\``);
          } else if (parent.type === 'CallExpression' && parent.callee === node) {
            const isKnown = METHODS.has(property.name) || defined.has(property.name);
            if (!isKnown) report(node, `nothing has a method \`${property.name}\``);
          }
        },
      });
    },
  };
}

/** The names of all properties that the program gives to something. */
function definedMembers(program) {
  const names = new Set();
  const note = ({ node }) => {
    names.add(node.key.name ?? node.key.value);
  };
  program.traverse({
    ObjectMember: note,
    ClassMethod: note,
    ClassProperty: note,
    AssignmentExpression({ node }) {
      if (node.left.type === 'MemberExpression' && !node.left.computed) names.add(node.left.property.name);
    },
  });
  return names;
}
