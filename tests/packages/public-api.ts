import { relative, resolve } from 'node:path';
import ts from 'typescript';

/** What a package's entry lets its users name, and what it asks of them without giving them a name or a word for it. */
export interface PublicApi {
  /** Exported names. */
  readonly names: readonly string[];
  /** `SensorNodeOptions: Credentials`: a type that a public signature names and that no entry exports. */
  readonly unnamed: readonly string[];
  /** `Modem.connect`: an export, or a member of one, without TSDoc. */
  readonly undocumented: readonly string[];
}

type Member = ts.ClassElement | ts.TypeElement;

/** Looks at the declarations that are compiled for `entries`; types of `others`' are taken for named. */
export function publicApi(entries: readonly string[], others: readonly string[] = []): PublicApi {
  const program = ts.createProgram([...entries, ...others], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
  });
  const checker = program.getTypeChecker();
  const own = exported(entries);
  const named = new Set([...own, ...exported(others)].map(([, symbol]) => symbol));
  const unnamed = new Set<string>();
  const undocumented = new Set<string>();

  for (const [name, symbol] of own) {
    if (symbol.flags & ts.SymbolFlags.Module) continue;
    // A row of the table says what it is in its own `summary`.
    if (isRow(symbol)) continue;
    if (!isDocumented(symbol)) undocumented.add(name);
    for (const declaration of symbol.declarations ?? []) {
      if (!isOurs(declaration)) continue;
      findUnnamed(name, declaration);
      for (const member of membersOf(declaration)) findUndocumented(name, member);
    }
  }
  return { names: own.map(([name]) => name), unnamed: [...unnamed].sort(), undocumented: [...undocumented].sort() };

  function exported(paths: readonly string[]): (readonly [name: string, symbol: ts.Symbol])[] {
    return paths.flatMap((path) => {
      const source = program.getSourceFile(path);
      const module = source && checker.getSymbolAtLocation(source);
      if (module === undefined) throw new Error(`${path} exports nothing`);
      return checker.getExportsOfModule(module).map((symbol) => [symbol.name, aliased(symbol)] as const);
    });
  }

  function aliased(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  }

  function findUnnamed(name: string, node: ts.Node): void {
    ts.forEachChild(node, (child) => {
      const reference = referenceIn(child);
      const symbol = reference && checker.getSymbolAtLocation(reference);
      if (symbol !== undefined && mustBeNamed(aliased(symbol))) unnamed.add(`${name}: ${symbol.name}`);
      findUnnamed(name, child);
    });
  }

  function mustBeNamed(symbol: ts.Symbol): boolean {
    if (named.has(symbol) || symbol.flags & (ts.SymbolFlags.TypeParameter | ts.SymbolFlags.EnumMember)) return false;
    return (symbol.declarations ?? []).some((declaration) => isOurs(declaration) && ts.isSourceFile(declaration.parent));
  }

  function findUndocumented(name: string, member: Member): void {
    const symbol = member.name && checker.getSymbolAtLocation(member.name);
    if (symbol !== undefined && !isDocumented(symbol)) undocumented.add(`${name}.${symbol.name}`);
  }

  function isRow(symbol: ts.Symbol): boolean {
    const { valueDeclaration } = symbol;
    return valueDeclaration !== undefined && ts.isVariableDeclaration(valueDeclaration) &&
      checker.getTypeOfSymbol(symbol).getProperty('summary') !== undefined;
  }

  /** What a class says of a member of an interface's is said there. */
  function isDocumented(symbol: ts.Symbol): boolean {
    return symbol.getDocumentationComment(checker).length > 0;
  }
}

function referenceIn(node: ts.Node): ts.Node | undefined {
  if (ts.isTypeReferenceNode(node)) return node.typeName;
  if (ts.isExpressionWithTypeArguments(node)) return node.expression;
  if (ts.isTypeQueryNode(node)) return node.exprName;
  return ts.isImportTypeNode(node) ? node.qualifier : undefined;
}

function membersOf(declaration: ts.Declaration): readonly Member[] {
  const isContainer = ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration);
  if (!isContainer) return [];
  return declaration.members.filter((member: Member) => member.name !== undefined && !isPrivate(member));
}

function isPrivate(member: Member): boolean {
  if (member.name !== undefined && ts.isPrivateIdentifier(member.name)) return true;
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) !== 0;
}

function isOurs(declaration: ts.Node): boolean {
  return !relative(resolve('build'), declaration.getSourceFile().fileName).startsWith('..');
}

/** Complaints about the declarations, by a compiler that is as strict as it can be. */
export function typeErrors(entries: readonly string[]): readonly string[] {
  const program = ts.createProgram(entries, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
  });
  const ours = program.getSourceFiles().filter(isOurs);
  return ours
    .flatMap((source) => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)])
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}
