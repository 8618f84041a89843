import ts from 'typescript';

/** What a module's text tells before it runs. */
export interface ModuleText {
  /**
   * The same as a function's body, with `exports`, `require`, `__tell`, which is given the values of the bindings, and `__writable`,
   * which is given each object before one of its elements is written, and gives it back.
   */
  readonly body: string;
  /** Names of what it declares at module level. */
  readonly bindings: readonly string[];
  /** What a preloaded module must not hold, in words, with the line. */
  readonly refusals: readonly string[];
}

const known = new Map<string, ModuleText>();

/** Each text is read once. */
export function moduleText(name: string, source: string): ModuleText {
  const text = known.get(name + source) ?? read(name, source);
  known.set(name + source, text);
  return text;
}

function read(name: string, source: string): ModuleText {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const refusals: string[] = [];
  const refuse = (node: ts.Node, what: string): void => {
    refusals.push(`${name}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${what}`);
  };
  for (const statement of file.statements) if (isMutable(statement)) refuse(statement, 'a variable at module level');
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node) || isRegExp(node)) refuse(node, 'a RegExp');
    if (isStaticPrivateField(node)) refuse(node, 'a private static field');
    ts.forEachChild(node, visit);
  };
  visit(file);
  const bindings = file.statements.flatMap(declaredNames);
  const { outputText: body } = ts.transpileModule(`${source}\n;__tell([${bindings.join(', ')}]);`, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: false },
    transformers: { before: [watchElements] },
  });
  return { body, bindings, refusals };
}

/** `a[i] = v` becomes `__writable(a)[i] = v`: V8 tells nobody of what it writes beyond an array's end. */
const watchElements: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const watched = (target: ts.ElementAccessExpression): ts.Expression => {
    const object = factory.createCallExpression(factory.createIdentifier('__writable'), undefined, [visit(target.expression)]);
    return factory.updateElementAccessExpression(target, object, visit(target.argumentExpression));
  };
  const visit = <N extends ts.Node>(node: N): N => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken) && ts.isElementAccessExpression(node.left)) {
      return factory.updateBinaryExpression(node, watched(node.left), node.operatorToken, visit(node.right)) as ts.Node as N;
    }
    if (ts.isPrefixUnaryExpression(node) && isStep(node.operator) && ts.isElementAccessExpression(node.operand)) {
      return factory.updatePrefixUnaryExpression(node, watched(node.operand) as ts.UnaryExpression) as ts.Node as N;
    }
    if (ts.isPostfixUnaryExpression(node) && ts.isElementAccessExpression(node.operand)) {
      return factory.updatePostfixUnaryExpression(node, watched(node.operand) as ts.LeftHandSideExpression) as ts.Node as N;
    }
    return ts.visitEachChild(node, visit, context);
  };
  return visit;
};

function isAssignment({ kind }: ts.BinaryOperatorToken): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function isStep(operator: ts.PrefixUnaryOperator): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

function isMutable(statement: ts.Statement): boolean {
  return ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.Const) === 0;
}

function isRegExp(node: ts.Node): boolean {
  return (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp';
}

/** Freezing the class, as the check does, would not stop an assignment to it; flash does. */
function isStaticPrivateField(node: ts.Node): boolean {
  if (!ts.isPropertyDeclaration(node) || !ts.isPrivateIdentifier(node.name)) return false;
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true;
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}
