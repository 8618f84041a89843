/** `npm run vendors`: the vendors' own device SDKs behind our gates. Where one of them cannot connect, the gate is wrong. */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type GatedBroker, startGatedBroker } from '../../../host-sim/cli/platform/gated-broker.js';
import type { ArrivedValue, PlatformGate } from '../../../host-sim/platforms/platform-gate.js';
import { RealTime } from '../../../host-sim/time/real-time.js';

/** What of the SDKs is used, as their documentation has it. */
interface Emitter {
  on(event: string, listener: (...values: never[]) => void): unknown;
}
interface AwsShadow extends Emitter {
  register(thing: string, options: object, onRegistered: () => void): void;
  publish(topic: string, payload: string, options: object): void;
  get(thing: string): string | null;
  update(thing: string, state: object): string | null;
}
interface AzureClient extends Emitter {
  setOptions(options: object): Promise<unknown>;
  open(): Promise<unknown>;
  sendEvent(message: object): Promise<unknown>;
  onDeviceMethod(name: string, listener: (request: { readonly payload: unknown }, response: AzureResponse) => void): void;
  getTwin(): Promise<AzureTwin>;
  close(): Promise<unknown>;
}
interface AzureResponse {
  send(status: number, payload: object, onSent: () => void): void;
}
interface AzureTwin extends Emitter {
  readonly properties: { readonly reported: { update(patch: object, onEnd: (error?: Error) => void): void } };
}
interface AliyunCall {
  readonly id: string;
  readonly params: { readonly value: unknown };
}
interface AliyunDevice extends Emitter {
  postProps(values: object, onReply: (reply: { readonly code: number }) => void): void;
  onProps(listener: (message: { readonly params: Readonly<Record<string, unknown>> }) => void): void;
  onService(name: string, listener: (call: AliyunCall, reply: (answer: object) => void) => void): void;
  end(): void;
}

/** From build/tests/platforms/vendors to where they are installed. */
const require = createRequire(fileURLToPath(new URL('../../../../tests/platforms/vendors/package.json', import.meta.url)));
const LIMIT = 20_000;

/** What an SDK is given to bring. */
const READING = JSON.stringify({ sequence: 1, time: Date.now(), sensor: 'room', sample: { temperature: 21.5 } });

class Checked {
  readonly #what: string;
  readonly #behind: GatedBroker;
  readonly #arrivals: readonly ArrivedValue[];
  readonly #done: string[] = [];

  constructor(what: string, behind: GatedBroker) {
    this.#what = what;
    this.#behind = behind;
    this.#arrivals = behind.gate.arrivals;
  }

  note(what: string): void {
    this.#done.push(what);
  }

  async arrived(name: string): Promise<void> {
    await until(() => this.#arrivals.some((arrival) => arrival.name === name), `${name} arrives`);
    this.note(`${name} has arrived`);
  }

  end(): boolean {
    const { complaints } = this.#behind.gate;
    console.log(`${this.#what}: ${this.#done.join(', ')}`);
    for (const complaint of complaints) console.log(`  the gate ${complaint}`);
    return complaints.length === 0;
  }
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const end = Date.now() + LIMIT;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within ${LIMIT} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function heard(emitter: Emitter, event: string): Promise<unknown[]> {
  return once(emitter as unknown as NodeJS.EventEmitter, event, { signal: AbortSignal.timeout(LIMIT) });
}

/** Asked again and again: when an SDK has subscribed it does not tell. */
function answered(gate: PlatformGate): Promise<void> {
  return until(() => {
    if (!gate.answers.has('valve')) gate.command('valve', true);
    return gate.answers.has('valve');
  }, 'an answer to the command');
}

async function aws(behind: GatedBroker, checked: Checked): Promise<void> {
  const { thingShadow } = require('aws-iot-device-sdk') as { thingShadow(options: object): AwsShadow };
  const { key = '', certificate = '' } = behind.client ?? {};
  const pems = { privateKey: Buffer.from(key), clientCert: Buffer.from(certificate), caCert: Buffer.from(behind.trust ?? '') };
  const shadow = thingShadow({ ...pems, clientId: 'roof-1', host: behind.host, port: 8883, keepalive: 60 });
  await heard(shadow, 'connect');
  checked.note('signed in');
  await new Promise<void>((resolve) => shadow.register('roof-1', {}, resolve));
  shadow.publish('cellnode/roof-1/readings', READING, { qos: 1 });
  await checked.arrived('room_temperature');
  const delta = heard(shadow, 'delta');
  behind.gate.desire('interval', 30);
  await delta;
  checked.note('a delta has come');
  const status = heard(shadow, 'status');
  shadow.get('roof-1');
  await status;
  checked.note('the shadow has come');
}

async function azure({ device, trust, gate }: GatedBroker, checked: Checked): Promise<void> {
  const { Client, Message } = require('azure-iot-device') as {
    readonly Client: { fromConnectionString(text: string, transport: unknown): AzureClient };
    readonly Message: new (text: string) => object;
  };
  const { Mqtt } = require('azure-iot-device-mqtt') as { readonly Mqtt: unknown };
  const { host, deviceId, sharedAccessKey } = device;
  const client = Client.fromConnectionString(`HostName=${host};DeviceId=${deviceId};SharedAccessKey=${sharedAccessKey}`, Mqtt);
  await client.setOptions({ ca: trust });
  await client.open();
  checked.note('signed in');
  await client.sendEvent(new Message(READING));
  await checked.arrived('room_temperature');
  client.onDeviceMethod('valve', ({ payload }, response) => response.send(200, { isOpen: payload }, () => checked.note('a method was answered')));
  await answered(gate);
  const twin = await client.getTwin();
  let wanted: unknown;
  twin.on('properties.desired.interval', (value) => (wanted = value));
  await until(() => {
    if (wanted === undefined) gate.desire('interval', 30);
    return wanted === 30;
  }, 'the desired property');
  checked.note('a desired property has come');
  await new Promise<void>((resolve, reject) => {
    twin.properties.reported.update({ interval: 30 }, (error) => (error ? reject(error) : resolve()));
  });
  checked.note('a property is reported');
  await client.close();
}

async function aliyun({ device, gate }: GatedBroker, checked: Checked): Promise<void> {
  const { device: make } = require('alibabacloud-iot-device-sdk') as { device(options: object): AliyunDevice };
  const { productKey, deviceName, deviceSecret } = device;
  const client = make({ productKey, deviceName, deviceSecret, region: 'cn-shanghai' });
  await heard(client, 'connect');
  checked.note('signed in');
  const replied = new Promise<number>((resolve) => client.postProps({ interval: 30 }, ({ code }) => resolve(code)));
  await checked.arrived('interval');
  checked.note(`the post is answered ${await replied}`);
  const properties = new Promise<unknown>((resolve) => client.onProps(({ params }) => resolve(params.interval)));
  gate.desire('interval', 60);
  checked.note(`a wanted property of ${String(await properties)} has come`);
  client.onService('valve', ({ id, params }, reply) => reply({ id, code: 200, data: { isOpen: params.value } }));
  await answered(gate);
  checked.note('a service was answered');
  client.end();
}

/** Whatever name an SDK connects to, it finds the gate: the names, and SNI, stay as the SDK has them. */
function leadTo(behind: GatedBroker): void {
  const { brokerUrl, tlsUrl } = behind.endpoints;
  const port = Number(new URL(tlsUrl ?? brokerUrl).port);
  const tls = require('node:tls') as { connect(options: object): unknown };
  const net = require('node:net') as Record<'connect' | 'createConnection', (options: object) => unknown>;
  const { connect } = tls;
  const { createConnection } = net;
  if (tlsUrl !== undefined) {
    tls.connect = (options: { host?: string }) => connect({ servername: options.host, ...options, host: '127.0.0.1', port });
  } else net.createConnection = () => createConnection({ host: '127.0.0.1', port });
  syncBuiltinESMExports();
}

const CHECKS = { aws, azure, aliyun } as const;

type Vendor = keyof typeof CHECKS;

/** Each in a process of its own: what it does to Node.js stays there. */
function all(): void {
  for (const name of Object.keys(CHECKS)) {
    const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}

async function check(name: Vendor): Promise<void> {
  const behind = await startGatedBroker(name, { time: new RealTime(), utc: () => Date.now() });
  const checked = new Checked(name, behind);
  leadTo(behind);
  try {
    await CHECKS[name](behind, checked);
    process.exitCode = checked.end() ? 0 : 1;
  } catch (error) {
    checked.end();
    console.log(`${name}: ${String(error)}`);
    process.exitCode = 1;
  }
  process.exit();
}

const [, , name] = process.argv;
if (name === undefined) all();
else await check(name as Vendor);
