import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

/** What imports or exports by a relative path, types included. */
const IMPORT = /^(?:import|export)\s[^;]*?from\s+'(\.[^']+)'|^import\s+'(\.[^']+)'|\bimport\(\s*'(\.[^']+)'/gm;
/** The imports of a file as it was read last: a linter that stays, as an editor's, sees what was written since. */
const known = new Map();

/** ESLint rule: no file imports itself by way of others, also not for types alone: whoever reads one of them has to read all. */
export default {
  meta: { type: 'problem', schema: [], messages: { circle: 'a circle of imports: {{path}}' } },
  create({ cwd, filename, report }) {
    const circle = circleOf(filename);
    if (circle === undefined) return {};
    const path = circle.map((file) => relative(cwd, file)).join(' → ');
    const check = (node) => {
      const isPart = node.source !== null && fileOf(filename, String(node.source.value)) === circle[1];
      if (isPart) report({ node, messageId: 'circle', data: { path } });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check };
  },
};

/** The shortest way from a file by its imports back to it, with the file at both ends; `undefined` where none leads there. */
function circleOf(start) {
  const cameFrom = new Map();
  const waiting = [start];
  for (const file of waiting) {
    for (const next of importsOf(file)) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, file);
      if (next === start) return pathTo(start, cameFrom);
      waiting.push(next);
    }
  }
  return undefined;
}

function pathTo(start, cameFrom) {
  const path = [start];
  do path.unshift(cameFrom.get(path[0]));
  while (path[0] !== start);
  return path;
}

function importsOf(file) {
  const { mtimeMs } = statSync(file);
  const last = known.get(file);
  if (last?.mtimeMs === mtimeMs) return last.imports;
  const found = [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, from, bare, called]) => fileOf(file, from ?? bare ?? called));
  const imports = found.filter((path) => path !== undefined);
  known.set(file, { mtimeMs, imports });
  return imports;
}

/** The source that a relative import means; `undefined` for a package, or what is no source of ours. */
function fileOf(importer, specifier) {
  if (!specifier.startsWith('.')) return undefined;
  const path = resolve(dirname(importer), specifier);
  return [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.d.ts'), path].find((candidate) => existsSync(candidate));
}
