/**
 * What Espruino's parser refuses, or takes for something else; each was tried on a 2v29. Functions are parsed when they are
 * called, so on a device most of these show only then.
 */
const REFUSED = {
  Function: (path) =>
    (path.node.async && 'no async functions') ||
    (path.node.generator && 'no generators') ||
    (isBareReturn(path.node.body) && 'a `return` at the end of a function needs its semicolon'),
  AwaitExpression: () => 'no await',
  PrivateName: () => 'no private names',
  OptionalMemberExpression: () => 'no `?.`',
  OptionalCallExpression: () => 'no `?.`',
  BinaryExpression: ({ node }) => node.operator === '**' && 'no `**`',
  AssignmentExpression: ({ node }) =>
    (/^(\*\*|\|\||&&|\?\?)=$/.test(node.operator) && `no \`${node.operator}\``) ||
    (emptiesArray(node) && 'an array cannot be emptied by its `length`'),
  ObjectPattern: () => 'no destructuring',
  ArrayPattern: () => 'no destructuring',
  SpreadElement: () => 'no spread',
  RestElement: () => 'no rest parameters',
  AssignmentPattern: () => 'no default parameters',
  LabeledStatement: () => 'no labels',
  ObjectMember: ({ node }) => node.computed && 'no computed keys',
  ClassMethod: ({ node }) => node.computed && 'no computed keys',
  ClassProperty: ({ node }) => (node.computed && 'no computed keys') || (node.value === null && 'a class field needs a value'),
  StaticBlock: () => 'no static blocks',
  Class: (path) =>
    (/Error$/.test(path.node.superClass?.name) && 'Error cannot be extended') ||
    (path.isClassDeclaration() && isInBlock(path) && 'a class takes the scope of its function, not of its block'),
  CallExpression: (path) =>
    (callsSuper(path) && levels(path) > 2 && 'super.method() over three levels never ends') ||
    (clearsNothing(path) && 'nothing cannot be cleared'),
  SwitchCase: ({ node, parent }) => node.test === null && parent.cases.at(-1) !== node && '`default` must be the last case',
  RegExpLiteral: () => 'no regular expressions: not every build has them',
  BigIntLiteral: () => 'no BigInt',
  TaggedTemplateExpression: () => 'no tagged templates',
  MetaProperty: () => 'no new.target or import.meta',
  ModuleDeclaration: () => 'no import or export: a module is CommonJS',
  WithStatement: () => 'no `with`',
};

/** Babel visitor: reports the syntax that Espruino refuses. */
export default function refusedSyntax(report) {
  return Object.fromEntries(
    Object.entries(REFUSED).map(([type, problemWith]) => [
      type,
      (path) => {
        const problem = problemWith(path);
        if (problem) report(path.node, problem);
      },
    ]),
  );
}

/** Whether a function's code ends with a `return` that has neither value nor semicolon. */
function isBareReturn(body) {
  const last = body.type === 'BlockStatement' ? body.body.at(-1) : undefined;
  return last?.type === 'ReturnStatement' && last.argument === null && last.end - last.start === 'return'.length;
}

/** An object may have a `length` of its own. */
function emptiesArray({ left, right }) {
  const isLength = left.type === 'MemberExpression' && left.property.name === 'length';
  return isLength && left.object.type !== 'ThisExpression' && right.value === 0;
}

function callsSuper({ node: { callee } }) {
  return callee.type === 'MemberExpression' && callee.object.type === 'Super';
}

/** Without an argument it would clear all timers, those of others included. */
function clearsNothing({ node: { callee, arguments: [timer] } }) {
  if (callee.name !== 'clearTimeout' && callee.name !== 'clearInterval') return false;
  return timer === undefined || timer.name === 'undefined' || timer.operator === 'void';
}

function isInBlock(path) {
  return path.parentPath.isBlockStatement() && !path.parentPath.parentPath.isFunction();
}

/** Classes from the one around the path up to its root. */
function levels(path) {
  let count = 0;
  let current = path.findParent((parent) => parent.isClass());
  while (current?.isClass()) {
    count += 1;
    const name = current.node.superClass?.name;
    const declared = name && current.scope.getBinding(name)?.path;
    current = declared?.isVariableDeclarator() ? declared.get('init') : declared;
  }
  return count;
}
