import { json, SensorNode, type HostMemory, type SensorNodeOptions } from 'cellnode';
import { cbor } from 'cellnode/cbor';
import { senml } from 'cellnode/senml';
import type * as SettingsModule from 'cellnode/settings';
import type { Modules } from './moddable-platform.js';

/** The flashed node, with what was set from afar where a manifest has included the store and the settings. */
export function imageNode(options: SensorNodeOptions, memory: HostMemory | undefined, modules: Modules): SensorNode {
  if (memory === undefined || !modules.has('cellnode/settings')) return new SensorNode(options);
  const { RemoteSettings } = modules.importNow('cellnode/settings', true) as typeof SettingsModule;
  const onProblem = (problem: unknown): void => trace(`${String(problem)}\n`);
  return new RemoteSettings({ memory, encodings: { json, cbor, senml }, onProblem }).node(options);
}
