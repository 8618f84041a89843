import type { ExecutionContext } from 'ava';
import { Simulator } from '../../host-sim/cli/sim/simulator.js';

export interface ServerBench {
  readonly simulator: Simulator;
  /** `http://127.0.0.1:…` */
  readonly origin: string;
}

/** The simulator with its page, in this process, at the fastest pace; without power. */
export async function serverBench(t: ExecutionContext): Promise<ServerBench> {
  const options = { pty: false, web: 0, profile: 'mc66x', seed: 1, baud: 115_200, endPrompt: false, faultPlan: {} };
  const simulator = await Simulator.open(options);
  t.teardown(() => simulator.close());
  await simulator.page?.show(simulator);
  simulator.time.scale = 100;
  return { simulator, origin: simulator.ends[0].name.slice('web '.length) };
}
