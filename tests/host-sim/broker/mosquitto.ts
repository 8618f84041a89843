import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { Program } from '../../programs/program.js';
import { temporaryFolder } from '../../programs/temporary-folder.js';

const ATTEMPTS = 5;

/** What mosquitto says of a client that does not keep to the standard, or that just goes away. */
const COMPLAINTS = [
  /error/i,
  /protocol/i,
  /malformed/i,
  /invalid/i,
  /denied/i,
  /refused/i,
  /exceeded/i,
  /dropped/i,
  /duplicate/i,
  /not authorised/i,
  /unexpected/i,
  /closed its connection/i,
  /disconnecting/i,
];

/** Eclipse mosquitto on loopback, which is stricter than most and says in its log what it thinks of each packet. */
export class Mosquitto {
  readonly url: string;
  readonly #launch: () => Program;
  #program: Program;

  private constructor(port: number, program: Program, launch: () => Program) {
    this.url = `mqtt://127.0.0.1:${port}`;
    this.#program = program;
    this.#launch = launch;
  }

  /** Ended with the test. It takes no port of the system's choice, and another program may be quicker: then once more. */
  static async start(t: ExecutionContext, settings: readonly string[] = []): Promise<Mosquitto> {
    const configuration = join(await temporaryFolder(t), 'mosquitto.conf');
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort();
      const rest = ['allow_anonymous true', 'persistence false', 'log_dest stderr', 'log_type all', ...settings];
      await writeFile(configuration, [`listener ${port} 127.0.0.1`, ...rest].join('\n'));
      const launch = (): Program => new Program(t, { command: 'mosquitto', package: 'mosquitto' }, ['-c', configuration]);
      const program = launch();
      try {
        await program.says(/running\n/);
        return new Mosquitto(port, program, launch);
      } catch (error) {
        if (attempt === ATTEMPTS || !program.output.includes('Address already in use')) throw error;
      }
    }
  }

  /** Resolves when it has gone, with all that it kept. */
  async stop(): Promise<void> {
    this.#program.kill();
    await this.#program.ends();
  }

  /** On the same port. */
  async startAgain(): Promise<void> {
    this.#program = this.#launch();
    await this.#program.says(/running\n/);
  }

  /** Every line so far, without its time. */
  get log(): string[] {
    return this.#program.output.split('\n').map((line) => line.replace(/^\d+: /, ''));
  }

  /** What it has said that it would not have said of a client without fault. */
  get complaints(): string[] {
    return this.log.filter((line) => COMPLAINTS.some((complaint) => complaint.test(line)));
  }

  /** Resolves when it has said so. */
  async says(pattern: RegExp): Promise<void> {
    await this.#program.says(pattern);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const closed = once(server, 'close');
  server.close();
  await closed;
  return port;
}
