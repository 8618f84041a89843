#!/usr/bin/env node
import { createRequire } from 'node:module';
import { Command } from 'commander';
import { endWithReader } from './closed-pipe.js';
import { consoleCommand } from './console/console-command.js';
import { doctorCommand } from './doctor/doctor-command.js';
import { faultsCommand } from './faults/faults-command.js';
import { fleetCommand } from './fleet/fleet-command.js';
import { hideCredentials } from './options/without-credentials.js';
import { runCommand } from './run/run-command.js';
import { simCommand } from './sim/sim-command.js';
import { soakCommand } from './soak/soak-command.js';

/** Both packages have it. */
const { version } = createRequire(import.meta.url)('cellnode/package.json') as { readonly version: string };
/** What the program itself takes; all other options without a command are for `run`. */
const OWN_OPTIONS = ['-h', '--help', '-V', '--version'];

// Each command loads what it works with when it runs: the broker alone takes longer than all options take to be read.
const program = new Command('cellnode')
  .description('MQTT over Fibocom cellular modules: a sensor node, a simulated module, and tools for simulated and real ones')
  .usage('[command] [options]     without a command: run')
  .version(version)
  .addCommand(runCommand)
  .addCommand(simCommand)
  .addCommand(faultsCommand)
  .addCommand(consoleCommand)
  .addCommand(doctorCommand)
  .addCommand(soakCommand)
  .addCommand(fleetCommand);
// A command that was made elsewhere inherits no settings.
for (const command of [program, ...program.commands]) hideCredentials(command);
endWithReader();

const given = process.argv.slice(2);
const [first = '--'] = given;
// No default command for Commander: it would take a misspelt command for an argument of that one.
const isRun = first.startsWith('-') && !OWN_OPTIONS.includes(first);
await program.parseAsync(isRun ? ['run', ...given] : given, { from: 'user' });
