import { parseSync, traverse } from '@babel/core';
import unknownNames from './espruino/names.js';
import refusedScopes from './espruino/scopes.js';
import refusedSyntax from './espruino/syntax.js';

/** Why a script would not run on Espruino as it is meant: a line for each reason, with the place in the code. */
export function espruinoProblems(code) {
  const problems = [];
  const report = (node, problem) => {
    const place = code.slice(node.start, node.start + 60).replaceAll('\n', ' ');
    problems.push(`${node.loc.start.line}:${node.loc.start.column + 1} ${problem}: ${place}`);
  };
  const parserOpts = { allowReturnOutsideFunction: true };
  const script = parseSync(code, { sourceType: 'unambiguous', configFile: false, babelrc: false, parserOpts });
  for (const rules of [refusedSyntax, refusedScopes, unknownNames]) traverse(script, rules(report));
  return problems;
}

/** Rollup plugin: a bundle that Espruino could not run fails the build. */
export default function espruinoLint() {
  return {
    name: 'espruino-lint',
    renderChunk(code, { fileName }) {
      const problems = espruinoProblems(code);
      if (problems.length > 0) this.error(`${fileName} would not run on Espruino:\n  ${problems.join('\n  ')}`);
      return null;
    },
  };
}
