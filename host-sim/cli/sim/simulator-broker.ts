import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateAuthority } from '../../broker/certificates.js';
import { startEmbeddedBroker } from '../../broker/embedded-broker.js';
import type { Endpoints } from '../../broker/mqtt-uplink.js';
import type { SimulatorOptions } from './simulator-options.js';

/** Where the simulated module's connections lead. */
export interface SimulatorBroker {
  /** What is there for others to use, one a line: `broker mqtt://…`, `trust /tmp/…/root.pem`. */
  readonly lines: readonly string[];
  readonly endpoints: Endpoints;
  close(): Promise<void>;
}

/** Starts the embedded broker, or takes the user's. */
export function simulatorBroker({ broker, tls }: SimulatorOptions): Promise<SimulatorBroker> {
  if (broker !== undefined) return Promise.resolve(usersBroker(broker));
  const [name, ...others] = tls ?? [];
  return name === undefined ? embeddedBroker() : embeddedTlsBroker([name, ...others]);
}

async function embeddedBroker(): Promise<SimulatorBroker> {
  const broker = await startEmbeddedBroker();
  return { lines: [`broker ${broker.brokerUrl}`], endpoints: broker, close: () => broker.close() };
}

/** The authority is made for the run, so whoever uses the module must be able to get its certificate. */
async function embeddedTlsBroker(names: readonly [string, ...string[]]): Promise<SimulatorBroker> {
  const root = await CertificateAuthority.create('cellnode sim root');
  const broker = await startEmbeddedBroker({ tls: { server: await root.issueServer(names) } });
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-'));
  const trustFile = join(folder, 'root.pem');
  await writeFile(trustFile, root.certificate);
  return {
    lines: [`broker ${broker.brokerUrl}`, `broker ${broker.tlsUrl}`, `trust ${trustFile}`],
    endpoints: broker,
    close: async () => {
      await broker.close();
      await rm(folder, { recursive: true });
    },
  };
}

function usersBroker(url: URL): SimulatorBroker {
  const address = `${url.protocol}//${url.host}`;
  return {
    lines: [`broker ${address}`],
    endpoints: url.protocol === 'mqtts:' ? { brokerUrl: address, tlsUrl: address } : { brokerUrl: address },
    close: () => Promise.resolve(),
  };
}
