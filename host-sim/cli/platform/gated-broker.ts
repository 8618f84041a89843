import { CertificateAuthority, type Credential } from '../../broker/certificates.js';
import { type EmbeddedBroker, startEmbeddedBroker } from '../../broker/embedded-broker.js';
import type { Endpoints } from '../../broker/mqtt-uplink.js';
import type { GateName } from '../../platforms/gate-names.js';
import { gates, type GateSample } from '../../platforms/gates.js';
import type { GateOptions, PlatformGate } from '../../platforms/platform-gate.js';

/** The embedded broker behind a platform's gate. */
export interface GatedBroker {
  readonly gate: PlatformGate;
  readonly device: Readonly<Record<string, string>>;
  readonly endpoints: Endpoints;
  /** PEM text of the authority to trust, and what the device comes with, where the platform wants TLS. */
  readonly trust?: string;
  readonly client?: Credential;
  readonly host: string;
  close(): Promise<void>;
}

export async function startGatedBroker(name: GateName, options: GateOptions): Promise<GatedBroker> {
  const sample: GateSample = gates[name];
  const { device, tlsHost, hasClientCertificate = false } = sample;
  const gate = sample.make(options);
  const closing = (broker: EmbeddedBroker) => () => {
    gate.close();
    return broker.close();
  };
  if (tlsHost === undefined) {
    const broker = await startEmbeddedBroker({ gate });
    return { gate, device, endpoints: broker, host: 'broker.example.com', close: closing(broker) };
  }
  const root = await CertificateAuthority.create('cellnode gate root');
  const server = await root.issueServer([tlsHost, 'localhost', '127.0.0.1']);
  const client = hasClientCertificate ? await root.issueClient('roof-1') : undefined;
  const clientAuthority = client === undefined ? undefined : root.certificate;
  const broker = await startEmbeddedBroker({ gate, tls: { server, clientAuthority } });
  return { gate, device, endpoints: broker, trust: root.certificate, client, host: tlsHost, close: closing(broker) };
}
