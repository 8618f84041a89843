import { babel, getBabelOutputPlugin, type RollupBabelInputPluginOptions } from '@rollup/plugin-babel';
import terser from '@rollup/plugin-terser';
import type { Plugin } from 'rollup';

// Its types are those of a CommonJS module, which has its default inside another.
const minify = terser as unknown as typeof terser.default;

type BabelPlugin = NonNullable<RollupBabelInputPluginOptions['plugins']>[number];

/** What the build does to code for Moddable (rollup.config.js), without its types. */
export async function devicePlugins(): Promise<Plugin[]> {
  const plugins = [await buildTool('without-summaries'), await buildTool('private-names')];
  return [
    babel({ babelHelpers: 'bundled', extensions: ['.js'], configFile: false, plugins }),
    minify({ ecma: 2020, module: true, compress: { inline: 1, reduce_funcs: false } }),
    getBabelOutputPlugin({ configFile: false, compact: true, plugins: [await buildTool('hoisted-strings')] }),
  ];
}

/** The build tools are JavaScript as they stand. */
async function buildTool(name: string): Promise<BabelPlugin> {
  const { href } = new URL(`../../build-tools/${name}.js`, import.meta.url);
  const module = (await import(href)) as { readonly default: BabelPlugin };
  return module.default;
}
