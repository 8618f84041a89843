import type { TlsStore } from '../../cellular/dialect/tls-store.js';
import { tlsFile, tlsVerification, tlsVerificationQuery, tlsVersion, tlsVersionQuery } from '../tls.js';

/** What a module says after power-up (docs/facts.md#tls-settings); never a sign of having been set up. */
const POWER_UP_VERSIONS: readonly number[] = [0, 2];
const [, LENGTH] = tlsFile.arguments;
const VERIFY = 1;
/** TLS 1.2. */
const NEWEST_VERSION = 4;

function modeOf(isVerified: boolean): number {
  return isVerified ? VERIFY : 0;
}

/** Verification is switched on first and the version is set last, so a module that is not as after power-up holds files. */
export const tls: TlsStore = {
  fileTypes: { trust: 'TRUSTFILE', certificate: 'CERTFILE', key: 'KEYFILE' },
  file: tlsFile,
  shortestFile: LENGTH.minimum,
  longestFile: LENGTH.maximum,
  newestVersion: NEWEST_VERSION,
  queries: [tlsVersionQuery, tlsVerificationQuery],
  isUntouched: ([version, mode]) => mode === 0 && POWER_UP_VERSIONS.indexOf(version) >= 0,
  isSet: ([version, mode], profile) => version === profile.version && mode === modeOf(profile.isVerified),
  begin: { command: tlsVerification, values: [VERIFY] },
  loading: (type, data) => ({ command: tlsFile, values: [type, data.length], data }),
  setting: ({ version, isVerified }) => [
    { command: tlsVerification, values: [modeOf(isVerified)] },
    { command: tlsVersion, values: [version] },
  ],
};
