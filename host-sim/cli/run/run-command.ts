import { Command, Option } from 'commander';
import { interruption } from '../interruption.js';
import { brokerUrl } from '../options/broker-url.js';
import { profileOption } from '../options/profile-name.js';
import { seedOption } from '../options/seed.js';
import { textFile } from '../options/text-file.js';
import { wholeNumber } from '../options/whole-number.js';
import { conflictIn, type RunOptions } from './run-options.js';

/** `cellnode run` */
export const runCommand = new Command('run')
  .description("run the sensor node's firmware against the simulated module and a broker, and show the readings that arrive")
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
  .action(async (options: RunOptions, command: Command) => {
    const conflict = conflictIn(options);
    if (conflict !== undefined) command.error(`error: ${conflict}`);
    try {
      const { run } = await import('./run.js');
      process.exitCode = await run(options, interruption(), (line) => console.log(line));
    } catch (error) {
      command.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
