import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Without what npm has told its own script: the programs are to find a folder of their own. */
const ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$)/i.test(name)));

/** Runs a program to its end. */
export async function outcomeOf(folder: string, program: string, ...args: readonly string[]): Promise<Outcome> {
  const child = spawn(program, args, { cwd: folder, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stdout, stderr };
}

/** Runs a program that must succeed; gives what it printed. */
export async function run(folder: string, program: string, ...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await outcomeOf(folder, program, ...args);
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')}: status ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

/** Starts a program, and waits for a line of it that matches. `end` ends it as Ctrl-C does. */
export async function running(folder: string, line: RegExp, program: string, ...args: readonly string[]) {
  const child = spawn(program, args, { cwd: folder, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const match = await new Promise<RegExpExecArray>((resolve, reject) => {
    const take = (text: string): void => {
      said += text;
      const found = line.exec(said);
      if (found !== null) resolve(found);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.once('close', () => reject(new Error(`${[program, ...args].join(' ')} ended:\n${said}`)));
  });
  const end = async (): Promise<void> => {
    const closed = once(child, 'close');
    child.kill('SIGINT');
    await closed;
  };
  return { match, end };
}
