import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { type DetailedPeerCertificate, type TLSSocket } from 'node:tls';

/** Extended key usage of a TLS server. */
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';
const ANY_USAGE = '2.5.29.37.0';

/** Certificates from the server's to the trusted one, both included; longer chains are not followed. */
const LONGEST_CHAIN = 10;

/** By what a server is judged. */
export interface Judgement {
  /** The host that the module asked for: a name or an address. */
  readonly host: string;
  /** Certificates that are trusted as they are, whether they are roots or not. */
  readonly anchors: readonly X509Certificate[];
  /** The module's idea of UTC, in milliseconds since 1970. */
  readonly clock: number;
}

/**
 * Why a server is not to be trusted, or `undefined`. Judged here and not by Node, which knows no clock but the host's.
 * Path lengths and name constraints are not looked at.
 *
 * @param presented what the server sent, its own certificate first.
 */
export function reasonForDistrust(presented: readonly X509Certificate[], judgement: Judgement): string | undefined {
  const [server, ...intermediates] = presented;
  if (server === undefined) return 'the server presented no certificate';
  if (!namesHost(server, judgement.host)) return `the certificate is not for ${judgement.host}`;
  if (!isForServers(server)) return 'the certificate is not for a server';
  const chain = chainToAnchor(server, intermediates, judgement.anchors, LONGEST_CHAIN);
  if (chain === undefined) return 'no trusted certificate leads to that of the server';
  return reasonInDates(chain, judgement.clock);
}

/** The certificates that a server presented, its own first. */
export function presentedBy(socket: TLSSocket): X509Certificate[] {
  const presented: X509Certificate[] = [];
  let certificate: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  // Node links a self-signed certificate to itself, and gives an empty object where there is none.
  while (certificate?.raw !== undefined && presented.length < LONGEST_CHAIN) {
    presented.push(new X509Certificate(certificate.raw));
    const issuer: DetailedPeerCertificate | undefined = certificate.issuerCertificate;
    certificate = issuer === certificate ? undefined : issuer;
  }
  return presented;
}

/** From the certificate to one that is trusted, both included: each issued and signed by the next. */
function chainToAnchor(
  certificate: X509Certificate,
  intermediates: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  longest: number,
): X509Certificate[] | undefined {
  if (anchors.some((anchor) => anchor.raw.equals(certificate.raw))) return [certificate];
  const anchor = anchors.find((candidate) => isIssuedBy(certificate, candidate));
  if (anchor !== undefined) return [certificate, anchor];
  if (longest <= 2) return undefined;
  for (const issuer of intermediates) {
    if (!issuer.ca || !isIssuedBy(certificate, issuer)) continue;
    const others = intermediates.filter((other) => other !== issuer);
    const rest = chainToAnchor(issuer, others, anchors, longest - 1);
    if (rest !== undefined) return [certificate, ...rest];
  }
  return undefined;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function namesHost(certificate: X509Certificate, host: string): boolean {
  return (isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host)) !== undefined;
}

function isForServers(certificate: X509Certificate): boolean {
  // Node names what is the extended key usage `keyUsage`; without that extension, every usage is allowed.
  const usages: readonly string[] | undefined = certificate.keyUsage;
  return usages === undefined || usages.includes(SERVER_AUTHENTICATION) || usages.includes(ANY_USAGE);
}

function reasonInDates(chain: readonly X509Certificate[], clock: number): string | undefined {
  for (const certificate of chain) {
    const when = `by the module's clock, ${new Date(clock).toISOString()}`;
    if (clock < Date.parse(certificate.validFrom)) return `a certificate is not valid yet ${when}`;
    if (clock > Date.parse(certificate.validTo)) return `a certificate has expired ${when}`;
  }
  return undefined;
}
