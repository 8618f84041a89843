import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

interface Call {
  readonly type: string;
  readonly expression?: { readonly callee?: { readonly name?: string } };
}

/** No mutant in an assertion counts: that it holds is what every other test shows, and no bundle for a device has it. */
function shouldIgnore({ node }: { readonly node: Call }): string | undefined {
  const isAssertion = node.type === 'ExpressionStatement' && node.expression?.callee?.name === 'assert';
  return isAssertion ? 'states what cannot be otherwise' : undefined;
}

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'assertions', { shouldIgnore: (path) => shouldIgnore(path as never) })];
