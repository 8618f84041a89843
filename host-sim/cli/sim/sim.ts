import { formatFor } from '../colours.js';
import { tracePrinter } from '../print-trace.js';
import { Simulator } from './simulator.js';
import type { SimulatorOptions } from './simulator-options.js';

/** Runs a simulated module for other programs until `interrupted` resolves. Gives the exit status. */
export async function sim(options: SimulatorOptions & { readonly trace: boolean }, interrupted: Promise<void>): Promise<number> {
  const simulator = await Simulator.open(options);
  try {
    await simulator.page?.show(simulator);
    simulator.refusals.watch((text) => console.error(`broker ${text}`));
    if (options.trace) watchTrace(simulator);
    for (const line of simulator.broker.lines) console.log(line);
    for (const end of simulator.ends) console.log(end.name);
    await Promise.race([simulator.powerOn().then(() => console.log('ready')), interrupted]);
    await interrupted;
  } finally {
    await simulator.close();
  }
  for (const { name, lost } of simulator.ends) if (lost > 0) console.error(`${name}: ${lost} bytes lost, as nobody read them`);
  return 0;
}

function watchTrace({ traffic, faultNews, time, module }: Simulator): void {
  const start = time.now();
  const print = tracePrinter((line) => console.error(line), formatFor(process.stderr), () => time.now() - start, module);
  traffic.watch(({ direction, bytes }) => print(direction, bytes));
  const seconds = (): string => ((time.now() - start) / 1000).toFixed(3).padStart(10);
  faultNews.watch(({ type, name }) => console.error(`${seconds()}  ! ${name} ${type}`));
}
