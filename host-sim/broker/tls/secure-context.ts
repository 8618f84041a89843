import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureVersion } from 'node:tls';
import type { TlsOptions } from '../uplink.js';
import { certificatesIn } from './pem.js';
import { tlsRefused } from './refused.js';

/** `GTSSLVER` as a range of versions. 0 is all, 6 all but SSL 3.0; no module of this kind has TLS 1.3. */
const VERSIONS: Readonly<Record<number, readonly [SecureVersion, SecureVersion]>> = {
  0: ['TLSv1', 'TLSv1.2'],
  2: ['TLSv1', 'TLSv1'],
  3: ['TLSv1.1', 'TLSv1.1'],
  4: ['TLSv1.2', 'TLSv1.2'],
  6: ['TLSv1', 'TLSv1.2'],
};

/**
 * What the module brings into a handshake.
 *
 * @throws RefusedError where its certificate and key are of no use, or this host's OpenSSL has no such version: SSL 3.0 never,
 * and at its usual security level neither TLS 1.0 nor 1.1, which then fails in the handshake.
 */
export function secureContextOf(options: TlsOptions): SecureContext {
  const versions = VERSIONS[options.version];
  if (versions === undefined) throw tlsRefused('handshake', `the TLS library has no version GTSSLVER ${options.version}`);
  const [minVersion, maxVersion] = versions;
  const { certificate, key } = options;
  if (certificate !== undefined || key !== undefined) checkPair(readCertificate(certificate), readKey(key));
  try {
    return createSecureContext({ cert: certificate, key, minVersion, maxVersion });
  } catch (error) {
    throw tlsRefused('certificateRefused', messageOf(error));
  }
}

/** @throws RefusedError where one cannot be read. */
export function anchorsOf(options: TlsOptions): X509Certificate[] {
  try {
    return options.trust.flatMap(certificatesIn);
  } catch (error) {
    throw tlsRefused('distrust', `trust: ${messageOf(error)}`);
  }
}

function readCertificate(pem: string | undefined): X509Certificate {
  if (pem === undefined) throw tlsRefused('certificateUnreadable', 'a key without a certificate');
  try {
    return certificatesIn(pem)[0];
  } catch (error) {
    throw tlsRefused('certificateUnreadable', messageOf(error));
  }
}

function readKey(pem: string | undefined): KeyObject {
  if (pem === undefined) throw tlsRefused('keyUnreadable', 'a certificate without a key');
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw tlsRefused('keyUnreadable', messageOf(error));
  }
}

function checkPair(certificate: X509Certificate, key: KeyObject): void {
  if (!certificate.checkPrivateKey(key)) throw tlsRefused('keyMismatch', 'the key is not that of the certificate');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
