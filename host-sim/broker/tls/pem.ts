import { X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * All certificates in a PEM text; text around them is skipped.
 *
 * @throws Error when there is none, or one cannot be read.
 */
export function certificatesIn(pem: string): X509Certificate[] {
  const blocks = pem.match(CERTIFICATE);
  if (blocks === null) throw new Error('no certificate in the PEM text');
  return blocks.map((block) => new X509Certificate(block));
}
