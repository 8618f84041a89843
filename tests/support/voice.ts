import type { ProfileOptions } from '../../host-sim/module/profile.js';
import { seededVoice, type Voice } from '../../host-sim/module/voice.js';

/**
 * Set to a number, to have the suites of the driver hear modules that write in another way, or to some options of one, as
 * `{"clockForm":"yy/MM/dd,hh:mm:ssZ"}`.
 */
export const VOICE = 'CELLNODE_VOICE';

/** A profile that speaks as the variable has it, but for what the test itself asks for. */
export function voiced(profile: ProfileOptions = {}, changes: ProfileOptions = {}): ProfileOptions {
  // The benches run on other engines too.
  const voice = typeof process === 'undefined' ? undefined : process.env[VOICE];
  return { ...profile, ...voiceOf(voice ?? ''), ...changes };
}

/** For a test that counts the lines which no table has: it says itself which there are. */
export const NO_STRAY_WORDS: ProfileOptions = { strayWords: [] };

function voiceOf(text: string): Partial<Voice> {
  if (text === '') return {};
  return text.startsWith('{') ? JSON.parse(text) : seededVoice(Number(text));
}
