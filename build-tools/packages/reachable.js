/**
 * Leaves in dist/modules and dist/types what an entry of the package leads to, and takes the rest away: declarations of inner parts
 * that no public one names, modules that hold types alone, and what an earlier build has left there. What stays is indented by tabs:
 * the compiler's blanks were a seventh of it.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where a module names another one of this package: in an import, an export, or a type that is imported in place. */
const NAMED = /(?:\bfrom |\bimport |\bimport\()(['"])(\.[^'"]+)\1/g;

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const entries = Object.values(exports).flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target)));

keepReachable('dist/modules', '.js', entries.map((path) => join('.', path)));
// Beside a bundle is the declaration that mcconfig looks for.
keepReachable('dist/types', '.d.ts', [...entries.map((path) => join('.', path)), ...filesBelow('dist/moddable', '.d.ts')]);

function keepReachable(folder, ending, roots) {
  const reached = new Set();
  for (const waiting = roots.filter((path) => path.endsWith(ending)); waiting.length > 0;) {
    const path = waiting.pop();
    if (reached.has(path) || !existsSync(path)) continue;
    reached.add(path);
    for (const [, , named] of readFileSync(path, 'utf8').matchAll(NAMED)) waiting.push(join(dirname(path), named).replace(/\.js$/, ending));
  }
  for (const path of filesBelow(folder, ending)) {
    if (reached.has(path)) writeFileSync(path, indentedByTabs(readFileSync(path, 'utf8')));
    else rmSync(path);
  }
}

function filesBelow(folder, ending) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

/** No text of the driver's goes over lines. */
function indentedByTabs(code) {
  return code.replace(/^(?: {4})+/gm, (blanks) => '\t'.repeat(blanks.length / 4));
}
