import { invalidArgument } from 'cellnode';
import type * as IdentityModule from 'cellnode/identity';
import type { Modules } from './moddable-platform.js';

const SOURCE = 'docs/identity.md';

/**
 * Who finds out the node's name, where `nodeId` of `config` is a template or a name may be stored; `undefined` where `nodeId` is the name.
 * Throws `invalid-argument`, also for a template where a manifest has not included `modules/identity.json`.
 */
export function manifestIdentity(options: IdentityModule.IdentityOptions, modules: Modules): IdentityModule.Identity | undefined {
  const { nodeId = '', stored } = options;
  const isTemplate = nodeId.indexOf('{') >= 0;
  if (!isTemplate && stored === undefined) return undefined;
  if (modules.has('cellnode/identity')) {
    const { Identity } = modules.importNow('cellnode/identity', true) as typeof IdentityModule;
    return new Identity(options);
  }
  if (isTemplate) throw invalidArgument('config.nodeId', 'is a template: include modules/identity.json', SOURCE);
  return undefined;
}
