#!/usr/bin/env node
import { Command } from 'commander';
import { profiles } from '../module/profile.js';
import { run } from './run.js';
import { brokerUrl, conflictIn, pemFile, profileName, type RunOptions, wholeNumber } from './run-options.js';

const program = new Command('cellnode').description('MQTT sensor nodes over Fibocom cellular modules, on a simulated module');

program
  .command('run', { isDefault: true })
  .description("run the sensor node's firmware against the simulated module and a broker, and show the readings that arrive")
  .option('--broker <url>', 'your own broker, mqtt://[user:password@]host[:port]; an embedded one otherwise', brokerUrl)
  .option('--tls', 'connect with TLS to the embedded broker, with a certificate chain made for the run', false)
  .option('--ca <file>', 'PEM certificate of the authority behind --broker mqtts://…', pemFile)
  .option('--trace', 'show the AT traffic, decoded and with secrets masked', false)
  .option('--readings <n>', 'end with status 0 when so many readings have arrived', wholeNumber(1, 1_000_000))
  .option('--limit <seconds>', 'with --readings: end with status 1 when they have not arrived by then', wholeNumber(1, 86_400), 120)
  .option('--interval <seconds>', 'between two readings', wholeNumber(1, 86_400), 2)
  .option('--profile <name>', `module to simulate: ${Object.keys(profiles).join(', ')}`, profileName, 'mc66x')
  .option('--seed <n>', "of the simulated module's delays", wholeNumber(0, 2 ** 31 - 1), 1)
  .action(async (options: RunOptions, command: Command) => {
    const conflict = conflictIn(options);
    if (conflict !== undefined) command.error(`error: ${conflict}`);
    process.exitCode = await run(options, interruption(), (line) => console.log(line));
  });

await program.parseAsync();

/** Resolves at the first Ctrl-C, or a request to terminate; a second Ctrl-C ends the process as it would any other. */
function interruption(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}
