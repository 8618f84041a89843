/** Babel visitor: reports what Espruino resolves otherwise than the standard, since it declares nothing ahead of time. */
export default function refusedScopes(report) {
  return {
    Program: (path) => checkScope(path, report),
    Function: (path) => checkScope(path, report),
    Loop(path) {
      checkLoop(path, report);
    },
  };
}

function checkScope(path, report) {
  for (const binding of Object.values(path.scope.bindings)) {
    if (binding.kind === 'hoisted') checkFunction(binding, path, report);
    if (binding.kind === 'var') checkVariable(binding, path, report);
  }
}

/** No hoisting: until the declaration is run, there is no such function. */
function checkFunction(binding, scopePath, report) {
  const declared = binding.path.node.start;
  for (const statement of statementsOf(scopePath)) {
    if (statement.node.start >= declared) break;
    if (statement.isFunctionDeclaration()) continue;
    const use = usesOf(statement, scopePath).get(binding);
    if (use !== undefined) report(use, `\`${binding.identifier.name}\` is used before its definition is run`);
  }
}

/** Assigning to a variable that is declared further down makes a global one. */
function checkVariable(binding, scopePath, report) {
  const declared = binding.path.node.start;
  const uses = [...binding.referencePaths, ...binding.constantViolations];
  for (const { node } of uses) {
    const isBefore = node.start < declared && scopePath.scope.getBinding(binding.identifier.name) === binding;
    if (isBefore) report(node, `\`${binding.identifier.name}\` is used before its \`var\`, and so becomes a global`);
  }
}

function statementsOf(path) {
  const body = path.isProgram() ? path.get('body') : path.get('body').isBlockStatement() ? path.get('body.body') : [];
  return Array.isArray(body) ? body : [body];
}

/**
 * The function declarations of a scope that running a statement may call: those that it names outside of functions, and
 * those that they name in turn.
 */
function usesOf(statement, scopePath) {
  const uses = new Map();
  const note = (identifier) => {
    const binding = identifier.scope.getBinding(identifier.node.name);
    if (binding === undefined || uses.has(binding)) return;
    uses.set(binding, identifier.node);
    const isCallable = binding.scope === scopePath.scope && (binding.kind === 'hoisted' || binding.path.isClassDeclaration());
    if (isCallable) binding.path.traverse({ ReferencedIdentifier: note });
  };
  const visitor = { ReferencedIdentifier: note, Function: (path) => path.skip(), ClassBody: (path) => path.skip() };
  statement.traverse(visitor);
  return uses;
}

/** One variable serves all rounds of a loop: a function that keeps it sees what the last round has left. */
function checkLoop(loop, report) {
  const head = loop.get(loop.isFor() ? (loop.isForStatement() ? 'init' : 'left') : 'test');
  if (!head.isVariableDeclaration() || head.node.kind === 'var') return;
  for (const name of Object.keys(head.getBindingIdentifiers())) {
    const kept = loop.scope.getBinding(name)?.referencePaths.find((use) => use.getFunctionParent() !== loop.getFunctionParent());
    if (kept !== undefined) report(kept.node, `a function keeps \`${name}\`, which is one for all rounds of its loop`);
  }
}
