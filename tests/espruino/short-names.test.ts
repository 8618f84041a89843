import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import ts from 'typescript';

const { shortenedNames } = (await import(pathToFileURL(resolve('build-tools/espruino/short-names.js')).href)) as {
  readonly shortenedNames: readonly string[];
};

/** The sources of what is built for Espruino, entries first, and their globals. */
const CONFIGURATION = 'modules/ports/espruino/tsconfig.json';
const ENTRIES = ['modules/espruino.ts', 'modules/espruino-outbox.ts', 'modules/espruino-store.ts', 'modules/cbor.ts', 'modules/senml.ts'];
/** Where rows and exchanges go in and out, the driver's alone on Espruino: `connect` refuses a dialect, and the rest is its `Link`. */
const NOT_OF_ESPRUINO = ['dialect', 'mqtt', 'execute', 'abandon', 'claimSlot'];

const { options, fileNames } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(CONFIGURATION, (path) => ts.sys.readFile(path)).config,
  ts.sys,
  resolve('modules/ports/espruino'),
);
const program = ts.createProgram(fileNames, { ...options, composite: false, incremental: false, tsBuildInfoFile: undefined });
const checker = program.getTypeChecker();
const sources = program.getSourceFiles().filter((source) => isOurs(source) && !source.isDeclarationFile);

function isOurs(source: ts.SourceFile): boolean {
  return /^modules[/\\]/.test(relative(resolve('.'), source.fileName));
}

/** Where a name stands, for whoever has to choose another. */
function place(node: ts.Node): string {
  const source = node.getSourceFile();
  return `${relative(resolve('.'), source.fileName)}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

/** Has a look at a node and all that is in it. */
function each(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => each(child, look));
}

/** Whether a text is in a list of names, as of options, or is an index. As a word of its own it may be what it likes. */
function mayBeLookedUp({ parent }: ts.StringLiteralLike): boolean {
  const isIn = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword;
  return isIn || ts.isArrayLiteralExpression(parent) || ts.isElementAccessExpression(parent);
}

/** The names of all that a program gives or gets, with the way on which each is reached. */
function publicNames(): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const seen = new Set<ts.Type>();
  const visit = (type: ts.Type, way: string): void => {
    if (seen.has(type)) return;
    seen.add(type);
    if (type.isUnionOrIntersection()) for (const part of type.types) visit(part, way);
    for (const argument of checker.getTypeArguments(type as ts.TypeReference)) visit(argument, way);
    for (const signature of [...type.getCallSignatures(), ...type.getConstructSignatures()]) {
      for (const parameter of signature.getParameters()) visit(checker.getTypeOfSymbol(parameter), `${way}(${parameter.name})`);
      visit(signature.getReturnType(), `${way}()`);
    }
    for (const property of type.getProperties()) {
      const [declaration] = property.declarations ?? [];
      const isHidden = property.name.startsWith('#') || NOT_OF_ESPRUINO.includes(property.name);
      const isOwn = declaration !== undefined && isOurs(declaration.getSourceFile());
      if (isHidden || !isOwn || ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) continue;
      if (!names.has(property.name)) names.set(property.name, `${way}.${property.name}`);
      visit(checker.getTypeOfSymbol(property), `${way}.${property.name}`);
    }
  };
  for (const entry of ENTRIES) {
    const source = program.getSourceFile(entry) ?? program.getSourceFile(resolve(entry));
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${entry} exports nothing`);
    for (const symbol of checker.getExportsOfModule(module)) {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const isType = (target.flags & ts.SymbolFlags.Value) === 0;
      visit(isType ? checker.getDeclaredTypeOfSymbol(target) : checker.getTypeOfSymbol(target), target.name);
    }
  }
  return names;
}

test('no name that is shortened is one that a program gives or gets', (t) => {
  const names = publicNames();
  t.true(names.size > 100, `${names.size} names`);
  t.true(names.has('publishCapacity') && names.has('onChanged') && names.has('acknowledge'));
  t.deepEqual(shortenedNames.filter((name) => names.has(name)).map((name) => names.get(name)), []);
});

test('no name that is shortened is looked up by a text', (t) => {
  const found: string[] = [];
  for (const source of sources) {
    each(source, (node) => {
      const isKey = ts.isStringLiteralLike(node) && shortenedNames.includes(node.text) && mayBeLookedUp(node);
      if (isKey) found.push(`${node.text} at ${place(node)}`);
    });
  }
  t.deepEqual(found, []);
});

test('no name that is shortened is the member of a built-in or of the platform that the driver uses', (t) => {
  const found: string[] = [];
  for (const source of sources) {
    each(source, (node) => {
      if (!ts.isIdentifier(node) || !shortenedNames.includes(node.text)) return;
      const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
      const isOurOwn = checker.getSymbolAtLocation(node)?.declarations?.every((declaration) => isOurs(declaration.getSourceFile()));
      if (isMember && isOurOwn === false) found.push(`${node.text} at ${place(node)}`);
    });
  }
  t.deepEqual(found, []);
});

test('each name that is shortened is one that the driver has', (t) => {
  const members = new Set<string>();
  for (const source of sources) {
    each(source, (node) => {
      if (ts.isPropertySignature(node) || ts.isMethodSignature(node) || ts.isPropertyDeclaration(node) || ts.isMethodDeclaration(node)) {
        members.add(node.name.getText());
      }
    });
  }
  t.deepEqual(shortenedNames.filter((name) => !members.has(name)), []);
});
