import { text } from 'node:stream/consumers';
import { closePort, openPort } from '../../serial/open-port.js';
import { RealTime } from '../../time/real-time.js';
import { formatEntry } from '../../trace/format-entry.js';
import { formatFor } from '../colours.js';
import { HexView } from './hex-view.js';
import { InteractiveConsole } from './interactive-console.js';
import { ModuleTerminal } from './module-terminal.js';
import { parseScript, type ScriptStep } from './script.js';
import { ScriptRun } from './script-run.js';

export interface ConsoleOptions {
  readonly baud: number;
  readonly hex: boolean;
  /** The text of a script. */
  readonly script?: string;
}

/**
 * Opens the port and talks to the module: by the script, or by what stands in standard input where that is no terminal, or with
 * a person. Gives the exit status. Rejects when the port cannot be opened, or the script fails.
 */
export async function talk(address: string, options: ConsoleOptions, interrupted: Promise<void>): Promise<number> {
  const script = options.script ?? (process.stdin.isTTY ? undefined : await text(process.stdin));
  const steps = script === undefined ? undefined : parseScript(script, process.env);
  const stream = await openPort(address, { baud: options.baud });
  const gone = new Promise<never>((_, reject) => {
    stream.once('close', () => reject(new Error(`${address}: the port is gone`)));
  });
  const time = new RealTime();
  const terminal = new ModuleTerminal(stream, time);
  if (steps === undefined) await new InteractiveConsole(terminal, options.hex).untilEnd(Promise.race([gone, interrupted]));
  else await play(steps, terminal, time, options.hex, Promise.race([gone, endedBy(interrupted)]));
  gone.catch(() => undefined);
  await closePort(stream);
  return 0;
}

async function endedBy(interrupted: Promise<void>): Promise<never> {
  await interrupted;
  throw new Error('interrupted');
}

async function play(
  steps: readonly ScriptStep[],
  terminal: ModuleTerminal,
  time: RealTime,
  isHex: boolean,
  ended: Promise<never>,
): Promise<void> {
  const hexView = new HexView();
  terminal.traffic.watch((traffic) => {
    for (const entry of traffic.entries) console.log(formatEntry(entry, formatFor(process.stdout)));
    const lines = hexView.take(traffic);
    if (isHex) for (const line of lines) console.log(line);
  });
  await Promise.race([new ScriptRun(terminal, time).play(steps), ended]);
}
