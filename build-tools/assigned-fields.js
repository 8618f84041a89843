/**
 * Babel plugin: leaves out the declaration of a field without a value that the class's constructor assigns. An engine would first
 * make it `undefined`, and then what the constructor says.
 */
export default function assignedFields({ types }) {
  /** The fields that the statement assigns, as `this.a = this.b = …` does. */
  function* assignedBy({ expression }) {
    let node = expression;
    while (types.isAssignmentExpression(node, { operator: '=' }) && types.isThisExpression(node.left.object) && !node.left.computed) {
      yield node.left.property.name;
      node = node.right;
    }
  }

  return {
    name: 'assigned-fields',
    visitor: {
      Class({ node: { body } }) {
        const statements = body.body.find(({ kind }) => kind === 'constructor')?.body.body ?? [];
        const assigned = new Set(statements.flatMap((statement) => [...assignedBy(statement)]));
        const isEmpty = (member) => types.isClassProperty(member, { static: false, value: null });
        body.body = body.body.filter((member) => !isEmpty(member) || !assigned.has(member.key.name));
      },
    },
  };
}
