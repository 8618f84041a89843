import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { type Plugin, rollup } from 'rollup';
import { files, runHost } from './host/run-host.js';

/** What a program that has no platform holds for those of others. */

const MODULES = fileURLToPath(new URL('../../modules/', import.meta.url));
/** Bytes of byte code that the door to platforms may take: the check of what is a platform's to say, and what it may ask of its node. */
const DOOR = 2048;

/** Modules in the place of the driver's, or changes to them, by their paths. */
type Changes = Readonly<Record<string, (code: string) => string>>;

/** The same without the door: a node that knows no platform. */
const WITHOUT_DOOR: Changes = {
  'firmware/platform-parts.js': () => 'export const configurationFor = (platform, configuration) => configuration; export const platformParts = undefined;',
  'firmware/platform-toolkit.js': () => "export { invalidArgument } from '../base/errors.js'; export { refuseUnknownOptions } from '../base/checks.js'; " +
    'export const JsonReader = undefined, utf8Text = undefined, writeDecimal = undefined;',
  'firmware/sensor-node.js': (code) => code
    .replace(/platform === undefined \? \{\} : platformParts\(.*\);/, '{};')
    .replace(/\n {4}#asPlatformsNode\([^]*?\n {4}\}/, ''),
};

async function bundled(changes: Changes): Promise<{ readonly code: string; readonly modules: readonly string[] }> {
  const changed: string[] = [];
  const plugin: Plugin = {
    name: 'changes',
    transform(code, id) {
      const name = id.startsWith(MODULES) ? id.slice(MODULES.length) : '';
      if (!(name in changes)) return null;
      const text = changes[name](code);
      if (text !== code) changed.push(name);
      return text;
    },
  };
  const bundle = await rollup({ input: `${MODULES}index.js`, plugins: [plugin] });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  if (changed.length !== Object.keys(changes).length) throw new Error(`changed: ${changed.join()}`);
  return { code: output[0].code, modules: output[0].moduleIds };
}

async function byteCode(t: ExecutionContext, code: string): Promise<number> {
  const { script } = await files(t, { script: `print(codeSize(${JSON.stringify(code)}));` });
  const { status, output } = await runHost(['-chunk', '16777216', script]);
  t.is(status, 0);
  return Number(output);
}

test('the core holds no platform, and little of the door to them', async (t) => {
  t.timeout(120_000);
  const whole = await bundled({});
  t.deepEqual(whole.modules.filter((id) => id.includes('/modules/platforms/') || id.includes('/digest')), []);
  const without = await bundled(WITHOUT_DOOR);
  const door = (await byteCode(t, whole.code)) - (await byteCode(t, without.code));
  t.log(`the door to platforms: ${door} bytes of byte code`);
  t.true(door > 0 && door < DOOR, String(door));
});
