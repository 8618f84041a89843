import type { HostMemory, KeyValueDirectory } from 'cellnode';
import type * as StoreModule from 'cellnode/store';
import type { Modules } from './moddable-platform.js';

/** What the flashed node keeps beyond a restart, where a manifest has included the store; nothing of it else. */
export interface ImageMemories {
  /** Identifiers of commands. */
  readonly commands?: HostMemory;
  /** What is known of the module. */
  readonly module?: HostMemory;
  /** What was set from afar. */
  readonly settings?: HostMemory;
  /** A name that comes before that of `config`. */
  readonly nodeId?: HostMemory;
}

/** One that does not open is told, and costs what is kept: a node without its memories is better than none. */
export function imageMemories(modules: Modules): ImageMemories {
  if (!modules.has('cellnode/store')) return {};
  try {
    const { Store } = modules.importNow('cellnode/store', true) as typeof StoreModule;
    const { default: io } = modules.importNow('embedded:storage/key-value', true) as { readonly default: KeyValueDirectory };
    const store = new Store({ io });
    return { commands: store.memory('command-ids'), module: store.memory('module'), settings: store.memory('settings'), nodeId: store.memory('node-id') };
  } catch (error) {
    trace(`${String(error)}\n`);
    return {};
  }
}
