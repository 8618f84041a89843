import { createHmac } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { CertificateAuthority } from '../../../host-sim/broker/certificates.js';
import { type EmbeddedBroker, startEmbeddedBroker } from '../../../host-sim/broker/embedded-broker.js';
import { AwsGate } from '../../../host-sim/platforms/aws-gate.js';
import { gates } from '../../../host-sim/platforms/gates.js';
import type { GateOptions, PlatformGate } from '../../../host-sim/platforms/platform-gate.js';
import { RealTime } from '../../../host-sim/time/real-time.js';

/** The gates before the real broker, with real TLS and a client that is not ours: what only a connection can show. */

const HOST = 'example-ats.iot.eu-west-1.amazonaws.com';
const ROOT = await CertificateAuthority.create('gate root');
const SERVER = await ROOT.issueServer([HOST, gates.azure.device.host, 'localhost', '127.0.0.1']);

interface Behind<G extends PlatformGate> {
  readonly gate: G;
  readonly broker: EmbeddedBroker;
}

async function behind<G extends PlatformGate>(
  t: ExecutionContext,
  make: (options: GateOptions) => G,
  tls: { readonly isMutual?: boolean } | undefined,
  options: Partial<GateOptions> = {},
): Promise<Behind<G>> {
  const gate = make({ time: new RealTime(), utc: () => Date.now(), ...options });
  const clientAuthority = tls?.isMutual === true ? ROOT.certificate : undefined;
  const broker = await startEmbeddedBroker({ gate, tls: tls && { server: SERVER, clientAuthority } });
  t.teardown(async () => {
    gate.close();
    await broker.close();
  });
  return { gate, broker };
}

async function connect(t: ExecutionContext, { brokerUrl, tlsUrl }: EmbeddedBroker, options: IClientOptions): Promise<MqttClient> {
  const own = { ca: ROOT.certificate, reconnectPeriod: 0, connectTimeout: 20_000 };
  const client = await connectAsync(tlsUrl ?? brokerUrl, { ...own, ...options }, false);
  t.teardown(() => client.endAsync(true));
  return client;
}

function closing(client: MqttClient): Promise<void> {
  return new Promise((resolve) => client.once('close', () => resolve()));
}

const awsGate = (options: GateOptions): AwsGate => new AwsGate({ thingName: 'roof-1', prefix: 'cellnode/roof-1', wantsCertificate: true }, options);

async function certificateOf(authority: CertificateAuthority, name: string): Promise<Pick<IClientOptions, 'cert' | 'key'>> {
  const { certificate, key } = await authority.issueClient(name);
  return { cert: certificate, key };
}

test('AWS: the certificate of this thing opens it, that of another thing, of another authority or none does not', async (t) => {
  const { gate, broker } = await behind(t, awsGate, { isMutual: true });
  const own = { clientId: 'roof-1', servername: HOST, keepalive: 60 };
  const client = await connect(t, broker, { ...own, ...(await certificateOf(ROOT, 'roof-1')) });
  t.true(client.connected);
  await client.endAsync(true);
  await t.throwsAsync(connect(t, broker, { ...own, ...(await certificateOf(ROOT, 'roof-2')) }), { message: /Not authorized/ });
  t.deepEqual(gate.complaints, ['refuses the login: no certificate that is attached to this thing']);
  const foreign = await CertificateAuthority.create('another root');
  await t.throwsAsync(connect(t, broker, { ...own, ...(await certificateOf(foreign, 'roof-1')) }));
  await t.throwsAsync(connect(t, broker, own));
  // TLS itself has refused these: the gate has not seen them.
  t.is(gate.complaints.length, 1);
});

test('SNI is looked at where that is asked for by name, and not where it is not', async (t) => {
  const certificate = await certificateOf(ROOT, 'roof-1');
  const withoutName = { clientId: 'roof-1', keepalive: 60, servername: '', checkServerIdentity: () => undefined, ...certificate };
  const strict = await behind(t, awsGate, { isMutual: true }, { wantsServerName: true });
  await t.throwsAsync(connect(t, strict.broker, withoutName), { message: /Not authorized/ });
  t.deepEqual(strict.gate.complaints, ['refuses the login: the client has sent no SNI, by which the server finds its tenant']);
  t.true((await connect(t, strict.broker, { ...withoutName, servername: HOST })).connected);
  const lax = await behind(t, awsGate, { isMutual: true });
  t.true((await connect(t, lax.broker, withoutName)).connected);
});

/** As its document has it, here by Node.js alone. */
function azureLogin(expires: number): IClientOptions {
  const { host, deviceId, sharedAccessKey } = gates.azure.device;
  const resource = encodeURIComponent(`${host}/devices/${deviceId}`);
  const signature = createHmac('sha256', Buffer.from(sharedAccessKey, 'base64')).update(`${resource}\n${expires}`).digest('base64');
  return {
    clientId: deviceId,
    username: `${host}/${deviceId}/?api-version=2021-04-12`,
    password: `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expires}`,
    servername: host,
    keepalive: 60,
  };
}

const inAnHour = (): number => Math.floor(Date.now() / 1000) + 3600;

test('Azure: a second connection of the same identifier ends the first, and both are told apart from a refusal', async (t) => {
  const { gate, broker } = await behind(t, gates.azure.make, {});
  const first = await connect(t, broker, azureLogin(inAnHour()));
  const closed = closing(first);
  const second = await connect(t, broker, azureLogin(inAnHour()));
  await closed;
  t.true(second.connected);
  t.deepEqual(gate.complaints, ['ends a connection: another one has come with its identifier, roof-1']);
});

test('Azure: a sixth subscription is refused, and the five others stay', async (t) => {
  const { gate, broker } = await behind(t, gates.azure.make, {});
  const client = await connect(t, broker, azureLogin(inAnHour()));
  const filters = ['devices/roof-1/messages/devicebound/#', '$iothub/methods/POST/#', '$iothub/twin/res/#', '$iothub/twin/PATCH/properties/desired/#'];
  for (const filter of [...filters, '$iothub/methods/POST/valve/#']) t.is((await client.subscribeAsync(filter, { qos: 1 }))[0].qos, 1);
  await t.throwsAsync(client.subscribeAsync('$iothub/methods/POST/interval/#', { qos: 1 }), { message: /Unspecified error/ });
  t.deepEqual(gate.complaints, ['refuses $iothub/methods/POST/interval/#: 5 subscriptions are the most']);
  t.true(client.connected);
});

test('Azure: the connection is cut when the token ends', async (t) => {
  const { gate, broker } = await behind(t, gates.azure.make, {});
  const client = await connect(t, broker, azureLogin(Math.floor(Date.now() / 1000) + 2));
  await closing(client);
  t.deepEqual(gate.complaints, ['ends the connection: what the device has signed in with has expired']);
});

test('Alibaba Cloud: more publishes in a second than it takes end the connection', async (t) => {
  const second = 1_800_000_000_000;
  const { gate, broker } = await behind(t, gates.aliyun.make, undefined, { utc: () => second });
  const { productKey, deviceName, deviceSecret } = gates.aliyun.device;
  const id = `${productKey}.${deviceName}`;
  const signed = createHmac('sha256', deviceSecret).update(`clientId${id}deviceName${deviceName}productKey${productKey}`).digest('hex');
  const client = await connect(t, broker, {
    clientId: `${id}|securemode=3,signmethod=hmacsha256|`,
    username: `${deviceName}&${productKey}`,
    password: signed,
    keepalive: 60,
  });
  const closed = closing(client);
  const message = JSON.stringify({ id: '1', version: '1.0', params: { interval: 1 }, method: 'thing.event.property.post' });
  for (let count = 0; count < 31; count += 1) client.publish(`/sys/${productKey}/${deviceName}/thing/event/property/post`, message, { qos: 1 });
  await closed;
  t.deepEqual(gate.complaints, ['ends the connection: more than 30 publishes in a second']);
  t.is(gate.arrivals.length, 30);
});
