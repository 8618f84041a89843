#!/usr/bin/env node
import { Command } from 'commander';
import { consoleCommand } from './console/console-command.js';
import { doctorCommand } from './doctor/doctor-command.js';
import { faultsCommand } from './faults/faults-command.js';
import { fleetCommand } from './fleet/fleet-command.js';
import { hideCredentials } from './options/without-credentials.js';
import { runCommand } from './run/run-command.js';
import { simCommand } from './sim/sim-command.js';
import { soakCommand } from './soak/soak-command.js';

// Each command loads what it works with when it runs: the broker alone takes longer than all options take to be read.
const program = new Command('cellnode')
  .description('MQTT over Fibocom cellular modules: a sensor node, a simulated module, and tools for simulated and real ones')
  .addCommand(runCommand, { isDefault: true })
  .addCommand(simCommand)
  .addCommand(faultsCommand)
  .addCommand(consoleCommand)
  .addCommand(doctorCommand)
  .addCommand(soakCommand)
  .addCommand(fleetCommand);
// A command that was made elsewhere inherits no settings.
for (const command of [program, ...program.commands]) hideCredentials(command);
await program.parseAsync();
