import type { ProfileOptions } from '../../host-sim/module/profile.js';
import { seededVoice } from '../../host-sim/module/voice.js';

/** Set to a number, to have the suites of the driver hear modules that write in another way: `npm run voices`. */
export const VOICE = 'CELLNODE_VOICE';

/** What a bench's module is like: a profile that speaks as the seed has it, where one is given, but for what the test itself asks for. */
export function voiced(profile: ProfileOptions = {}, changes: ProfileOptions = {}): ProfileOptions {
  // The benches run on other engines too.
  const seed = typeof process === 'undefined' ? undefined : process.env[VOICE];
  return { ...profile, ...(seed === undefined || seed === '' ? {} : seededVoice(Number(seed))), ...changes };
}
