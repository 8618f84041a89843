import { Command, Option } from 'commander';
import { FAULT_SYNTAX, type ScheduledFault } from '../../faults/scheduled-fault.js';
import type { FaultPlan } from '../../faults/fault-schedule.js';
import { interruption } from '../interruption.js';
import { brokerUrl } from '../options/broker-url.js';
import { scenarioFile, scheduledFault } from '../options/faults.js';
import { profileOption } from '../options/profile-name.js';
import { seedOption } from '../options/seed.js';
import { wholeNumber } from '../options/whole-number.js';
import { GATE_NAMES } from '../../platforms/gate-names.js';
import { conflictInSimulator, type SimulatorOptions } from './simulator-options.js';

/** Names that a certificate for the embedded broker has where none are given. */
const USUAL_NAMES = ['broker.example.com', 'localhost', '127.0.0.1'];

interface Options extends Omit<SimulatorOptions, 'tls' | 'web' | 'faultPlan'> {
  readonly fault?: readonly ScheduledFault[];
  readonly scenario?: FaultPlan;
  readonly tls?: true | readonly string[];
  readonly web?: true | number;
  readonly trace: boolean;
}

/** `cellnode sim` */
export const simCommand = new Command('sim')
  .description('run a simulated module for other programs: prints where its serial port is, then `ready` when it takes commands')
  .option('--no-pty', 'no pseudo-terminal, for systems that have none')
  .option('--tcp <port>', 'its serial port on 127.0.0.1 too, at this port; 0 for any', wholeNumber(0, 65_535))
  .option('--unix <path>', 'its serial port on a Unix socket too')
  .option('--web [port]', 'a page on 127.0.0.1 that shows it, with faults to press, at this port or any', wholeNumber(0, 65_535))
  .option('--broker <url>', 'where every host that it opens leads, mqtt://host[:port]; an embedded broker otherwise', brokerUrl)
  .option('--tls [names...]', `the embedded broker takes TLS too, with a certificate for these names (${USUAL_NAMES.join(', ')})`)
  .addOption(new Option('--gate <name>', 'the embedded broker stands behind a gate that behaves like this platform').choices(GATE_NAMES))
  .addOption(profileOption())
  .addOption(seedOption())
  .option(
    '--baud <rate>',
    'bits per second of its UART, for the pace; any program gets through at any rate',
    wholeNumber(300, 4_000_000),
    115_200,
  )
  .option(
    '--fault <fault>',
    `what goes wrong, and when: ${FAULT_SYNTAX}; may be given again. \`cellnode faults\` lists them`,
    scheduledFault,
  )
  .option('--scenario <file>', 'a file of faults, at times and by chance', scenarioFile)
  .option('--end-prompt', 'a program that leaves the TCP or Unix end in the middle of a length prompt ends the prompt', false)
  .option('--trace', 'show the AT traffic on stderr, decoded and with secrets masked', false)
  .action(async (given: Options, command: Command) => {
    const options = {
      ...given,
      web: given.web === true ? 0 : given.web,
      tls: given.tls === true ? USUAL_NAMES : given.tls,
      faultPlan: { seed: given.seed, ...given.scenario, faults: [...(given.scenario?.faults ?? []), ...(given.fault ?? [])] },
    };
    const conflict = conflictInSimulator(options);
    if (conflict !== undefined) command.error(`error: ${conflict}`);
    try {
      const { sim } = await import('./sim.js');
      process.exitCode = await sim(options, interruption());
    } catch (error) {
      command.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
