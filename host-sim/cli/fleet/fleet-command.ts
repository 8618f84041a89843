import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { FleetError } from '../../fleet/fleet-error.js';
import { interruption } from '../interruption.js';
import { brokerUrl } from '../options/broker-url.js';
import { wholeNumber } from '../options/whole-number.js';
import type { FleetCommandOptions } from './fleet.js';

const MOST_NODES = 100_000;
const count = wholeNumber(1, MOST_NODES);
const counts = (text: string, before: readonly number[] = []): readonly number[] => [...before, count(text)];

/** `cellnode fleet` */
export const fleetCommand = new Command('fleet')
  .description('run many nodes with simulated modules against one real broker: how many a core carries, what a restart costs')
  .option('--nodes <n...>', 'how many; of several numbers one fleet after the other', counts)
  .option('--broker <url>', 'your own broker, mqtt://[user:password@]host[:port]; an embedded one otherwise', brokerUrl)
  .option('--interval <seconds>', 'between two readings of a node', wholeNumber(1, 86_400), 10)
  .option('--ramp <seconds>', 'over which they are switched on; 0 for all at once: a start-up storm', wholeNumber(0, 86_400), 0)
  .option('--duration <seconds>', 'for which the running fleet is measured', wholeNumber(1, 86_400), 20)
  .option('--outage <seconds>', 'for which the embedded broker then goes down; 0 leaves it up', wholeNumber(0, 3600), 10)
  .option('--threads <n>', 'for the nodes', wholeNumber(1, 1024), Math.max(1, availableParallelism() - 1))
  .option('--json', 'one line for each fleet, for a machine', false)
  .action(async (options: FleetCommandOptions, command: Command) => {
    if (options.broker?.protocol === 'mqtts:') command.error('error: a fleet takes a broker without TLS, mqtt://…');
    const { fleet } = await import('./fleet.js');
    try {
      const isWhole = await fleet(options, interruption(), (line) => console.log(line));
      if (!isWhole) process.exitCode = 130;
    } catch (error) {
      if (error instanceof FleetError) command.error(`error: ${error.message}`);
      throw error;
    }
  });
