import { invalidArgument } from 'cellnode';
import type { ManifestConfig } from './manifest-config.js';
import type { Platform } from './platform.js';

const SOURCE = 'docs/moddable.md#the-sensor-nodes-settings';

/** The SDK's module `modules`: what is in the image, by its name. */
export interface Modules {
  has(name: string): boolean;
  /** With `isNamespace` all that the module exports. */
  importNow(name: string, isNamespace: true): object;
}

/**
 * The platform that `config` names, from the module that a manifest has included for it; none where it names none. Its options are the
 * names that begin with the platform's: `azureDeviceId` is `deviceId` of `azure()`. Throws `invalid-argument`, which names the property.
 */
export function manifestPlatform(config: ManifestConfig, modules: Modules): Platform | undefined {
  const { platform } = config;
  if (platform === undefined || platform === '') return undefined;
  const path = `cellnode/platforms/${String(platform)}`;
  if (typeof platform !== 'string' || !modules.has(path)) {
    throw invalidArgument('config.platform', 'is not in the image: include modules/platforms/<name>.json, and name it so', SOURCE);
  }
  const exported = modules.importNow(path, true) as Readonly<Record<string, (options: object) => Platform>>;
  const maker = Object.keys(exported).find((name) => name.toLowerCase() === platform);
  if (maker === undefined) throw invalidArgument('config.platform', 'is no platform', SOURCE);
  return exported[maker](optionsOf(platform, config, modules));
}

function optionsOf(platform: string, config: ManifestConfig, modules: Modules): object {
  const options: Record<string, unknown> = {};
  const names = Object.keys(config);
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index];
    const begin = platform.length;
    const first = name.charAt(begin);
    if (name.indexOf(platform) !== 0 || first === '' || first !== first.toUpperCase() || config[name] === '') continue;
    options[`${first.toLowerCase()}${name.substring(begin + 1)}`] = config[name];
  }
  // The manifest of a platform that signs includes it.
  if (modules.has('cellnode/digest')) options.digest = (modules.importNow('cellnode/digest', true) as { readonly digest: unknown }).digest;
  return options;
}
