import { InvalidArgumentError, Option } from 'commander';
import { profiles } from '../../module/profile.js';

/** `--profile`, for every command that simulates a module. */
export function profileOption(): Option {
  return new Option('--profile <name>', `module to simulate: ${Object.keys(profiles).join(', ')}`)
    .argParser(profileName)
    .default('mc66x');
}

function profileName(text: string): string {
  if (!Object.hasOwn(profiles, text)) throw new InvalidArgumentError(`It must be one of ${Object.keys(profiles).join(', ')}.`);
  return text;
}
