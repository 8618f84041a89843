import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { networkRefused, tlsRefused } from '../tls/refused.js';
import { anchorsOf, secureContextOf } from '../tls/secure-context.js';
import { presentedBy, reasonForDistrust } from '../tls/server-trust.js';
import type { ConnectOptions, TlsOptions } from '../uplink.js';

/** Where connections lead, whatever host they name. */
export interface Endpoints {
  /** `mqtt://host[:port]`. */
  readonly brokerUrl: string;
  /** `mqtts://host[:port]`; without it, nobody listens for TLS. */
  readonly tlsUrl?: string;
}

/** Milliseconds within which a connection must be there, secured. */
const CONNECT_LIMIT = 30_000;

/** What a server's alerts about a client certificate are called. */
const CERTIFICATE_ALERT = /ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA)/;

/**
 * A connection on which MQTT can be spoken.
 *
 * @throws RefusedError when there is none to be had, or anything when `signal` aborts it.
 */
export async function openTransport(options: ConnectOptions, endpoints: Endpoints, signal: AbortSignal): Promise<Socket> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_LIMIT)]);
  const url = options.tls === undefined ? endpoints.brokerUrl : endpoints.tlsUrl;
  if (url === undefined) throw networkRefused('nobody listens for TLS');
  const socket = await openSocket(new URL(url), options.tls === undefined ? 1883 : 8883, limited);
  if (options.tls === undefined) return socket;
  try {
    return await secure(socket, options.host, options.tls, limited);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function openSocket(url: URL, defaultPort: number, signal: AbortSignal): Promise<Socket> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const socket = connectTcp({ host, port: url.port === '' ? defaultPort : Number(url.port), noDelay: true });
  try {
    await once(socket, 'connect', { signal });
  } catch (error) {
    socket.destroy();
    throw networkRefused(messageOf(error));
  }
  return socket;
}

async function secure(socket: Socket, host: string, options: TlsOptions, signal: AbortSignal): Promise<TLSSocket> {
  const secured = connectTls({
    socket,
    servername: isIP(host) === 0 ? host : undefined,
    secureContext: secureContextOf(options),
    // Node would judge by the host's clock; judged below, by the module's.
    rejectUnauthorized: false,
  });
  const anchors = anchorsOf(options);
  try {
    await once(secured, 'secureConnect', { signal });
  } catch (error) {
    secured.destroy();
    throw tlsRefused(CERTIFICATE_ALERT.test(codeOf(error)) ? 'certificateRefused' : 'handshake', messageOf(error));
  }
  const distrust = options.isVerified
    ? reasonForDistrust(presentedBy(secured), { host, anchors, clock: options.clock })
    : undefined;
  if (distrust !== undefined) throw tlsRefused('distrust', distrust);
  return secured;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** OpenSSL's messages hold file names and thread numbers; its reasons do not. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'reason' in error ? String(error.reason) : error.message;
}
