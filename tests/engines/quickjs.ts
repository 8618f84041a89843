/** `node quickjs.js FILE…` runs scripts on QuickJS: the language, `print`, and `newRealm`, which gives other globals. */
import { readFileSync } from 'node:fs';
import { getQuickJS, type QuickJSContext, type QuickJSHandle } from 'quickjs-emscripten';

/** The suites of all folders with fast-check take a tenth of it. */
const MEMORY_LIMIT = 512 * 2 ** 20;
const STACK_LIMIT = 2 ** 20;

async function main(files: readonly string[]): Promise<void> {
  const runtime = (await getQuickJS()).newRuntime();
  runtime.setMemoryLimit(MEMORY_LIMIT);
  runtime.setMaxStackSize(STACK_LIMIT);
  const context = runtime.newContext();
  context
    .newFunction('print', (...values: QuickJSHandle[]) => {
      process.stdout.write(`${values.map((value) => String(context.dump(value))).join(' ')}\n`);
    })
    .consume((print) => context.setProp(context.global, 'print', print));
  context
    .newFunction('newRealm', () => runtime.newContext().global.dup())
    .consume((newRealm) => context.setProp(context.global, 'newRealm', newRealm));
  for (const file of files) runScript(context, file);
}

/** An exception ends the process, from a promise job too. */
function runScript(context: QuickJSContext, file: string): void {
  context.unwrapResult(context.evalCode(readFileSync(file, 'utf8'), file)).dispose();
  while (context.runtime.hasPendingJob()) context.unwrapResult(context.runtime.executePendingJobs());
}

await main(process.argv.slice(2));
