import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { outcomeOf, run, running } from './shell.js';

/** Vite, which Vitest would take the newest of, is the one that this project's lock names. */
const TOOLS = ['typescript', '@types/node', 'ava', 'vite', 'vitest'];
const PROJECT = { name: 'consumer', private: true, type: 'module', ava: { files: ['ava.test.mjs'], failWithoutAssertions: false } };

/** What a bundle with one export may weigh at most, beside one with a sensor node, which has nearly all. */
const SHARES = { RamOutbox: 0.03, JournalOutbox: 0.15, MQTTClient: 0.35, Modem: 0.8 };

/** A project of a user's, in a folder that was empty. */
export class Consumer {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** `tools` are installed too, in the versions that this project itself uses. */
  static async install(root: string, folder: string, packages: readonly string[], tools = TOOLS): Promise<Consumer> {
    const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as Lock;
    const versions = tools.map((name) => `${name}@${lock.packages[`node_modules/${name}`].version}`);
    await mkdir(folder);
    await writeFile(join(folder, 'package.json'), JSON.stringify(PROJECT));
    await run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', ...packages, ...versions);
    return new Consumer(folder);
  }

  /** TypeScript as users configure it, over all that the entries declare. */
  async typeCheck(root: string): Promise<void> {
    for (const name of ['device.ts', 'host.ts']) await cp(join(root, 'tests/packages/consumer', name), join(this.#folder, name));
    for (const [module, moduleResolution] of [['NodeNext', 'NodeNext'], ['ESNext', 'Bundler']]) {
      const compilerOptions = {
        ...{ module, moduleResolution, target: 'ES2022', lib: ['ES2022'], types: ['node'], noEmit: true },
        ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noUncheckedIndexedAccess: true },
      };
      await writeFile(join(this.#folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['device.ts', 'host.ts'] }));
      await run(this.#folder, 'npx', '--no-install', 'tsc');
    }
  }

  /** The documentation's test, in each of the runners that it names. */
  async documentedTest(root: string): Promise<void> {
    const page = await readFile(join(root, 'docs/simulator.md'), 'utf8');
    const text = [...page.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code).find((code) => code.includes('node:test'));
    assert(text !== undefined, 'docs/simulator.md has no test for node:test');
    const write = (name: string, line: string): Promise<void> =>
      writeFile(join(this.#folder, name), text.replace("import test from 'node:test';", line));
    await write('node.test.mjs', "import test from 'node:test';");
    await write('ava.test.mjs', "import test from 'ava';");
    await write('vitest.test.mjs', "import { test } from 'vitest';");
    await run(this.#folder, process.execPath, '--test', 'node.test.mjs');
    await run(this.#folder, 'npx', '--no-install', 'ava');
    await run(this.#folder, 'npx', '--no-install', 'vitest', 'run', 'vitest.test.mjs');
  }

  /** A program pays for what it uses, in an application's own bundle. */
  async treeShaking(root: string): Promise<void> {
    await cp(join(root, 'tests/packages/consumer/bundle.js'), join(this.#folder, 'bundle.js'));
    const bundled = async (name: string): Promise<number> => Number(await run(this.#folder, process.execPath, 'bundle.js', name));
    const all = await bundled('SensorNode');
    for (const [name, share] of Object.entries(SHARES)) {
      const bytes = await bundled(name);
      assert(bytes < share * all, `${name} alone has ${bytes} bytes bundled, of ${all} of a sensor node`);
    }
  }

  /** The simulated module over TCP, and its page with all that it loads. */
  async simulate(): Promise<void> {
    // Without npx between, which does not hand on the signal that ends it.
    const args = ['node_modules/cellnode-sim/bin/cellnode.js', 'sim', '--no-pty', '--tcp', '0', '--web'];
    const { match, end } = await running(this.#folder, /web (\S+)[^]*?tcp \S+:(\d+)[^]*ready|tcp \S+:(\d+)[^]*?web (\S+)[^]*ready/, process.execPath, ...args);
    const address = match[1] ?? match[4];
    const socket = connect(Number(match[2] ?? match[3]), '127.0.0.1');
    await once(socket, 'connect');
    socket.setEncoding('latin1').write('AT\r');
    let answer = '';
    while (!answer.includes('OK')) answer += String(await once(socket, 'data'));
    socket.destroy();
    const page = await (await fetch(address)).text();
    const files = [...page.matchAll(/(?:src|href)="(\/?[^":]+)"/g)].map(([, path]) => path);
    assert(files.length > 0, 'the page loads nothing');
    for (const path of files) assert.equal((await fetch(new URL(path, address))).status, 200, path);
    await end();
  }

  /** With its native packages broken, then gone. */
  async withoutNativeParts(): Promise<void> {
    const modules = join(this.#folder, 'node_modules');
    await rm(join(modules, '@serialport/bindings-cpp/prebuilds'), { recursive: true });
    await rm(join(modules, `@lydell/node-pty-${process.platform}-${process.arch}`), { recursive: true });
    await this.#namesMissing(/serialport.*does not load on/, 'doctor', '/dev/null');
    await this.#namesMissing(/@lydell\/node-pty.*does not load on/, 'sim');
    await rm(join(modules, 'serialport'), { recursive: true });
    await rm(join(modules, '@lydell'), { recursive: true });
    await this.#namesMissing(/serialport.*is not installed/, 'doctor', '/dev/null');
    await this.#namesMissing(/@lydell\/node-pty.*is not installed/, 'sim');
    await this.simulate();
    await run(this.#folder, process.execPath, '--test', 'node.test.mjs');
  }

  async readings(): Promise<void> {
    await run(this.#folder, 'npx', '--no-install', 'cellnode', 'run', '--readings', '2', '--interval', '1');
  }

  /** Moddable's build finds what the manifest of the package names. */
  async has(path: string): Promise<void> {
    await readFile(join(this.#folder, 'node_modules', path));
  }

  async #namesMissing(pattern: RegExp, ...args: readonly string[]): Promise<void> {
    const { status, stderr } = await outcomeOf(this.#folder, 'npx', '--no-install', 'cellnode', ...args);
    assert.equal(status, 1);
    assert.match(stderr, pattern);
  }
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string }>>;
}
