import { faults } from '../../host-sim/faults/fault-catalogue.js';
import type { Fault } from '../../host-sim/faults/fault.js';
import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

/**
 * AT commands have no checksum: a topic that is garbled on its way to the module is published and acknowledged, and no driver
 * can know. On the way to the host everything must be survived.
 */
function optionsOf({ options }: Fault): Record<string, string> {
  return options.some(({ name }) => name === 'direction') ? { direction: 'to-host' } : {};
}

for (const fault of faults) {
  onEveryProfile(`${fault.name}: two minutes of it, and the node is back within ten, with every reading`, (t, profile) => {
    const bench = ScenarioBench.online(profile);
    bench.faults.inject(fault.name, optionsOf(fault));
    bench.time.advance(2 * MINUTE);
    bench.faults.liftAll();
    bench.time.advance(10 * SECOND);
    recovers(t, bench, 10 * MINUTE);
  });
}
