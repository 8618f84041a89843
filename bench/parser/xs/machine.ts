import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { rollup } from 'rollup';
import type { Counters } from '../../../tests/xs/heap.js';
import { xsHost } from '../../../tests/xs/host/xs-host.js';
import { devicePlugins } from '../../device-bundle.js';
import { likeEsp32 } from './memory.js';
import type { Order, XsCounts, XsTimes } from './order.js';

const run = promisify(execFile);

const ROOMY = ['-chunk', '40000000', '-heap', '2000000', '-stack', '4096'];
const PROGRAM = fileURLToPath(new URL('./program.js', import.meta.url));

/** Orders to the program on XS, and what came of them. */
export class Machine {
  readonly #host: string;
  readonly #folder: string;

  private constructor(xs: string, folder: string) {
    this.#host = xs;
    this.#folder = folder;
  }

  /** Builds the host and the program; `folder` is for what is written. */
  static async make(folder: string): Promise<Machine> {
    const bundle = await rollup({ input: PROGRAM, plugins: await devicePlugins() });
    await bundle.write({ file: join(folder, 'program.js'), format: 'es', banner: "'use strict';" });
    await bundle.close();
    return new Machine(await xsHost(), folder);
  }

  async count(parser: string, stream: string): Promise<XsCounts> {
    return (await this.#obey(ROOMY, { kind: 'count', parser, stream, rounds: 0 })) as XsCounts;
  }

  /** In a heap that leaves an ESP32's to a parser of this stream. */
  async time(parser: string, stream: string, rounds: number): Promise<XsTimes> {
    const loaded = (await this.#obey(ROOMY, { kind: 'load', parser, stream, rounds })) as Counters;
    return (await this.#obey(likeEsp32(loaded), { kind: 'time', parser, stream, rounds })) as XsTimes;
  }

  async #obey(heap: readonly string[], order: Order): Promise<unknown> {
    const script = join(this.#folder, 'order.js');
    await writeFile(script, `globalThis.order = ${JSON.stringify(order)};`);
    const { stdout } = await run(this.#host, [...heap, script, join(this.#folder, 'program.js')]);
    return JSON.parse(stdout);
  }
}
