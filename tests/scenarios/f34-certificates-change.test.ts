import type { NodeConfiguration } from '../../modules/firmware/configuration.js';
import type { SensorNodeOptions } from '../../modules/firmware/sensor-node.js';
import { MINUTE, onEveryProfile, recovers, ScenarioBench } from './scenario-bench.js';

const authority = (name: string): string => `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----\n`;
const OLD = authority('MIIBszCCAVmgAwIBAgIU');
const NEW = authority('MIICszCCAVmgAwIBAgIX');

function trusting(...trust: string[]): Partial<NodeConfiguration> {
  return { network: { tls: { trust } }, broker: { host: 'broker.example.com', tls: true } };
}

/** A node whose firmware changes with each restart of its host, while the module keeps its power. */
function updated(profile: string, firmware: readonly Partial<NodeConfiguration>[], node: Partial<SensorNodeOptions> = {}): ScenarioBench {
  let starts = 0;
  return ScenarioBench.online(profile, {
    get configuration() {
      return firmware[Math.min(starts++, firmware.length - 1)];
    },
    node,
  });
}

function memory(): { read(): string; write(text: string): void } {
  let kept = '';
  return { read: () => kept, write: (text) => void (kept = text) };
}

for (const hasMemory of [true, false]) {
  const title = `F34: the module trusts what the new firmware says, and nothing else, ${hasMemory ? 'with' : 'without'} a memory`;
  onEveryProfile(title, (t, profile) => {
    const versions = [trusting(OLD), trusting(NEW), trusting(OLD, NEW), trusting(NEW)];
    const bench = updated(profile, versions, hasMemory ? { modem: { memory: memory() } } : {});
    t.deepEqual(bench.module.trust, [OLD]);
    for (const trust of [[NEW], [OLD, NEW], [NEW]]) {
      bench.restartHost();
      recovers(t, bench, 5 * MINUTE);
      t.deepEqual(bench.module.trust, trust);
    }
  });
}

onEveryProfile('F34: a host that restarts at any moment of the update loads nothing beside what was there', (t, profile) => {
  for (let second = 1; second < 40; second += 3) {
    const bench = updated(profile, [trusting(OLD), trusting(NEW)], { modem: { memory: memory() } });
    bench.restartHost();
    bench.time.advance(second * 1000);
    bench.restartHost();
    recovers(t, bench, 5 * MINUTE);
    t.deepEqual(bench.module.trust, [NEW], `after ${second} s`);
  }
});
