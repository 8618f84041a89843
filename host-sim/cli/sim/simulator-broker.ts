import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateAuthority } from '../../broker/certificates.js';
import { startEmbeddedBroker } from '../../broker/embedded-broker.js';
import type { Endpoints } from '../../broker/mqtt-uplink.js';
import type { GateName } from '../../platforms/gate-names.js';
import { RealTime } from '../../time/real-time.js';
import { startGatedBroker } from '../platform/gated-broker.js';
import type { SimulatorOptions } from './simulator-options.js';

/** Where the simulated module's connections lead. */
export interface SimulatorBroker {
  /** What is there for others to use, one a line: `broker mqtt://…`, `trust /tmp/…/root.pem`. */
  readonly lines: readonly string[];
  readonly endpoints: Endpoints;
  close(): Promise<void>;
}

/** Starts the embedded broker, or takes the user's. */
export function simulatorBroker({ broker, tls, gate }: SimulatorOptions): Promise<SimulatorBroker> {
  if (gate !== undefined) return gatedBroker(gate);
  if (broker !== undefined) return Promise.resolve(usersBroker(broker));
  const [name, ...others] = tls ?? [];
  return name === undefined ? embeddedBroker() : embeddedTlsBroker([name, ...others]);
}

async function embeddedBroker(): Promise<SimulatorBroker> {
  const broker = await startEmbeddedBroker();
  return { lines: [`broker ${broker.brokerUrl}`], endpoints: broker, close: () => broker.close() };
}

/** What has arrived, and what the gate does not take, goes to stderr. */
async function gatedBroker(name: GateName): Promise<SimulatorBroker> {
  const behind = await startGatedBroker(name, {
    time: new RealTime(),
    utc: () => Date.now(),
    onComplaint: (text) => console.error(`gate ${text}`),
    onArrival: ({ name: value, value: content, time }) => console.error(`arrived ${JSON.stringify({ name: value, value: content, time })}`),
  });
  const { endpoints, device, trust, client } = behind;
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-'));
  const files = { 'root.pem': trust, 'client.pem': client?.certificate, 'client-key.pem': client?.key };
  const lines = [`gate ${name} ${JSON.stringify(device)}`, `broker ${endpoints.tlsUrl ?? endpoints.brokerUrl}`];
  for (const [file, text] of Object.entries(files)) {
    if (text === undefined) continue;
    await writeFile(join(folder, file), text);
    lines.push(`${file === 'root.pem' ? 'trust' : 'client'} ${join(folder, file)}`);
  }
  return {
    lines,
    endpoints,
    close: async () => {
      await behind.close();
      await rm(folder, { recursive: true });
    },
  };
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
