import { InvalidArgumentError } from 'commander';
import { FaultError } from '../../faults/fault-error.js';
import type { FaultPlan } from '../../faults/fault-schedule.js';
import { parseScenario } from '../../faults/scenario-file.js';
import { parseFault, type ScheduledFault } from '../../faults/scheduled-fault.js';
import { textFile } from './text-file.js';

/** One more fault: the option may be given again. */
export function scheduledFault(text: string, earlier: readonly ScheduledFault[] = []): readonly ScheduledFault[] {
  return [...earlier, explained(() => parseFault(text))];
}

/** The faults of a scenario file. */
export function scenarioFile(path: string): FaultPlan {
  const text = textFile(path);
  return explained(() => parseScenario(text));
}

function explained<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof FaultError) throw new InvalidArgumentError(`${error.message}.`);
    throw error;
  }
}
