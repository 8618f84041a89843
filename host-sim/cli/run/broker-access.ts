import type { TlsOptions } from '../../../modules/modem/tls-options.js';
import type { BrokerConfiguration } from '../../../modules/firmware/configuration.js';
import { CertificateAuthority } from '../../broker/certificates.js';
import { startEmbeddedBroker } from '../../broker/embedded-broker.js';
import type { Endpoints } from '../../broker/mqtt-uplink.js';
import type { RunOptions } from './run-options.js';

/** The name by which the node knows the embedded broker: the simulated module lets every name lead there. */
const EMBEDDED_HOST = 'broker.example.com';

/** A broker, and how each side gets to it. */
export interface BrokerAccess {
  /** For people. */
  readonly description: string;
  /** For the node's configuration. */
  readonly node: BrokerConfiguration;
  readonly tls?: TlsOptions;
  /** Where the simulated module's connections lead. */
  readonly endpoints: Endpoints;
  /** For the independent subscriber. */
  readonly subscriber: { readonly url: string; readonly ca?: string };
  close(): Promise<void>;
}

/** Starts the embedded broker, or takes the user's. */
export function accessBroker(options: RunOptions): Promise<BrokerAccess> {
  if (options.broker !== undefined) return Promise.resolve(usersBroker(options.broker, options.ca));
  return options.tls ? embeddedTlsBroker() : embeddedBroker();
}

async function embeddedBroker(): Promise<BrokerAccess> {
  const broker = await startEmbeddedBroker();
  return {
    description: `embedded broker at ${broker.brokerUrl}`,
    node: { host: EMBEDDED_HOST },
    endpoints: { brokerUrl: broker.brokerUrl },
    subscriber: { url: broker.brokerUrl },
    close: () => broker.close(),
  };
}

/** A chain of its own for each run: root, intermediate, server. */
async function embeddedTlsBroker(): Promise<BrokerAccess> {
  const root = await CertificateAuthority.create('cellnode run root');
  const intermediate = await root.issueAuthority('cellnode run intermediate');
  const server = await intermediate.issueServer([EMBEDDED_HOST, '127.0.0.1']);
  const broker = await startEmbeddedBroker({ tls: { server } });
  const url = broker.tlsUrl ?? broker.brokerUrl;
  return {
    description: `embedded broker at ${url}, certificate chain of three made for this run`,
    node: { host: EMBEDDED_HOST, tls: true },
    tls: { trust: root.certificate },
    endpoints: broker,
    subscriber: { url, ca: root.certificate },
    close: () => broker.close(),
  };
}

function usersBroker(url: URL, ca: string | undefined): BrokerAccess {
  const isSecure = url.protocol === 'mqtts:';
  const port = url.port === '' ? undefined : Number(url.port);
  const address = `${url.protocol}//${url.host}`;
  return {
    description: address,
    node: {
      // WHATWG URLs keep the brackets of an IPv6 address.
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port,
      tls: isSecure,
      user: url.username === '' ? undefined : decodeURIComponent(url.username),
      password: url.password === '' ? undefined : decodeURIComponent(url.password),
    },
    tls: isSecure && ca !== undefined ? { trust: ca } : undefined,
    endpoints: isSecure ? { brokerUrl: address, tlsUrl: address } : { brokerUrl: address },
    subscriber: { url: url.href, ca },
    close: () => Promise.resolve(),
  };
}
