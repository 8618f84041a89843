import { checkObject } from '../base/checks.js';
import { invalidArgument, type CellularError } from '../base/errors.js';
import { checkEncoding } from '../encodings/encoding.js';
import type { NodeConfiguration } from './configuration.js';
import type { SensorNodeOptions } from './node-options.js';
import type { Platform, PlatformNode, PlatformParts } from './platform.js';

const SOURCE = 'docs/platforms.md';

/** With what a platform has where nothing is said. */
export function configurationFor(platform: Platform | undefined, configuration: NodeConfiguration): NodeConfiguration {
  if (platform?.broker === undefined || typeof configuration !== 'object') return configuration;
  const broker: Record<string, unknown> = { ...platform.broker };
  const given = configuration.broker as unknown as Readonly<Record<string, unknown>>;
  const names = Object.keys(given);
  // What is there and undefined is left out, too: a manifest's settings are so.
  for (let index = 0; index < names.length; index += 1) if (given[names[index]] !== undefined) broker[names[index]] = given[names[index]];
  return { ...configuration, broker: broker as unknown as NodeConfiguration['broker'] };
}

/** The parts of the node's platform. Throws `invalid-argument` for what is the platform's to say, and not the program's. */
export function platformParts(platform: Platform, options: SensorNodeOptions, node: PlatformNode): PlatformParts {
  const parts = platform.open(node);
  checkObject('platform.open()', parts, SOURCE);
  if (parts.encoding !== undefined) checkEncoding('platform.open().encoding', parts.encoding, SOURCE);
  const { topics, encoding, credentials, configuration } = options;
  const { user, password } = configuration.broker;
  if (parts.topics !== undefined && topics !== undefined) throw refused('topics', platform);
  if (parts.encoding !== undefined && encoding !== undefined) throw refused('encoding', platform);
  if (parts.credentials === undefined) return parts;
  if (credentials !== undefined) throw refused('credentials', platform);
  if (user !== undefined) throw refused('configuration.broker.user', platform);
  if (password !== undefined) throw refused('configuration.broker.password', platform);
  return parts;
}

function refused(option: string, { name }: Platform): CellularError {
  return invalidArgument(option, `is for ${name} to say`, SOURCE);
}
