import { Command, Option } from 'commander';
import { interruption } from '../interruption.js';
import { brokerUrl } from '../options/broker-url.js';
import { existingFile } from '../options/existing-file.js';
import { profileOption } from '../options/profile-name.js';
import { seedOption } from '../options/seed.js';
import { textFile } from '../options/text-file.js';
import { wholeNumber } from '../options/whole-number.js';
import { GATE_NAMES } from '../../platforms/gate-names.js';
import { conflictInRun, type RunOptions } from './run-options.js';

/** `cellnode run` */
export const runCommand = new Command('run')
  .description("run the sensor node's firmware against the simulated module and a broker, and show the readings that arrive")
  .argument('[program]', 'run a program of your own instead, written as for a device (docs/your-node.md)', existingFile)
  .option('--watch <filter>', 'with a program: which topics to show; all of the embedded broker otherwise')
  .addOption(new Option('--platform <name>', 'as a device of this platform, behind a gate that behaves like it').choices(GATE_NAMES))
  .option('--broker <url>', 'your own broker, mqtt://[user:password@]host[:port]; an embedded one otherwise', brokerUrl)
  .option('--tls', 'connect with TLS to the embedded broker, with a certificate chain made for the run', false)
  .option('--ca <file>', 'PEM certificate of the authority behind --broker mqtts://…', textFile)
  .option('--trace', 'show the AT traffic, decoded and with secrets masked', false)
  .option('--mcu', 'run the node as it is flashed, on an emulated microcontroller (docs/mcu.md)', false)
  .option('--readings <n>', 'end with status 0 when so many readings have arrived', wholeNumber(1, 1_000_000))
  .option(
    '--limit <seconds>',
    'with --readings: end with status 1 when they have not arrived by then',
    wholeNumber(1, 86_400),
    120,
  )
  .option('--interval <seconds>', 'between two readings', wholeNumber(1, 86_400), 2)
  .addOption(new Option('--encoding <name>', 'of readings').choices(['json', 'cbor', 'senml']).default('json'))
  .addOption(profileOption())
  .addOption(seedOption())
  .action(async (program: string | undefined, named: Omit<RunOptions, 'program'>, command: Command) => {
    const options: RunOptions = { ...named, program };
    const conflict = conflictInRun(options, (name) => command.getOptionValueSource(name) === 'cli');
    if (conflict !== undefined) command.error(`error: ${conflict}`);
    try {
      process.exitCode = await started(options, program);
      // A program of the user's has timers of its own, and would keep the process.
      if (program !== undefined) process.exit();
    } catch (error) {
      command.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    }
  });

/** What a run works with takes longer to load than all options take to be read. */
async function started(options: RunOptions, program: string | undefined): Promise<number> {
  const print = (line: string): void => console.log(line);
  const { platform } = options;
  if (platform !== undefined) return (await import('../platform/platform-run.js')).runPlatform(platform, options, interruption(), print);
  if (program === undefined) return (await import('./run.js')).run(options, interruption(), print);
  return (await import('./run-program.js')).runProgram(program, options, interruption(), print);
}
