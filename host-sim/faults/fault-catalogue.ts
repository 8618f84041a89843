import { brokerFaults } from './broker-faults.js';
import { clockFaults } from './clock-faults.js';
import { FaultError } from './fault-error.js';
import type { Fault } from './fault.js';
import { lineFaults } from './line-faults.js';
import { moduleFaults } from './module-faults.js';
import { networkFaults } from './network-faults.js';

/** Every fault that there is, layer by layer from the wire outwards. */
export const faults: readonly Fault[] = [...lineFaults, ...moduleFaults, ...networkFaults, ...brokerFaults, ...clockFaults];

const byName = new Map(faults.map((fault) => [fault.name, fault]));

/** @throws FaultError `unknown-fault`, listing those that there are. */
export function faultNamed(name: string): Fault {
  const fault = byName.get(name);
  if (fault !== undefined) return fault;
  const known = faults.map((other) => other.name).join(', ');
  throw new FaultError('unknown-fault', `no fault ${JSON.stringify(name)}; there are: ${known}`);
}
