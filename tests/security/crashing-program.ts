import { inspect } from 'node:util';
import type { SimulatedModuleOptions } from '../../host-sim/module/simulated-module.js';
import { nodeSettings, type NodeConfiguration } from '../../modules/firmware/configuration.js';
import type { ConnectOptions } from '../../modules/modem/connect-options.js';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { NodeBench } from '../firmware/node-bench.js';
import { CANARIES, CERTIFICATE, KEY } from './canaries.js';

/**
 * A program that holds every secret, and ends with something that nobody catches; its argument says with what. Without one
 * it tells what it knows. Run by crashes.test.ts.
 */

const MINUTE = 60_000;
const { apnPassword, password, pin } = CANARIES;
const network: ConnectOptions = {
  apn: 'CMNET',
  user: 'me',
  password: apnPassword,
  pin,
  tls: { trust: CERTIFICATE, certificate: CERTIFICATE, key: KEY },
};
const broker = { host: 'broker.example.com', tls: true, user: 'sensor', password };

/** A node after two minutes, which is up unless something stands in its way. */
function running(module: Partial<SimulatedModuleOptions> = {}): NodeBench {
  const bench = new NodeBench({ network, broker }, {}, { sim: { pin }, ...module });
  bench.node.start();
  bench.time.advance(2 * MINUTE);
  return bench;
}

/** Throws, as a program without a guard does. */
function refused(change: { readonly network?: Partial<ConnectOptions>; readonly broker?: object }): never {
  const configuration: NodeConfiguration = {
    nodeId: 'node-1',
    network: { ...network, ...change.network },
    broker: { ...broker, ...change.broker },
  };
  nodeSettings(configuration);
  throw new Error('this was to be refused');
}

/** A module that refuses a command with `ERROR`. */
function refusing(command: string): Partial<SimulatedModuleOptions> {
  return {
    hook: {
      onCommand: (given) => ({ isIgnored: false, delay: 0, refusal: given === command ? 'syntax' : undefined }),
      onSpoken: ({ bytes }, say) => say(bytes),
    },
  };
}

/** What has stopped a node whose module refuses a command. */
function setback(command: string): unknown {
  return running(refusing(command)).node.modem.error;
}

const WAYS: Readonly<Record<string, () => unknown>> = {
  'an APN password that is refused': () => refused({ network: { password: `${apnPassword}\r` } }),
  'a PIN that is refused': () => refused({ network: { pin: `${pin}"` } }),
  'a key that is refused': () => refused({ network: { tls: { ...network.tls, key: `${KEY}-----BEGIN PRIVATE KEY-----` } } }),
  'a certificate that is the key': () => refused({ network: { tls: { trust: KEY, certificate: KEY, key: KEY } } }),
  'a password that is refused': () => refused({ broker: { password: `${password}\n` } }),
  'a password of another type': () => refused({ broker: { password: [password] } }),
  'an option of that name': () => refused({ broker: { pasword: password } }),
  'a wrong PIN': () => running({ sim: { pin: '0000' } }).node.modem.error,
  'an APN password that the module refuses': () => setback('AT+MIPCALL='),
  'a key that the module refuses': () => running(refusing('AT+GTSSLFILE=')).node.modem.tlsProblem,
  'the modem': () => running().node.modem,
  'the node': () => running().node,
  'the client': () => {
    const bench = running();
    const client = new MQTTClient({ link: bench.node.modem, ...broker });
    bench.time.advance(MINUTE);
    return client;
  },
  'a text of all there is to be seen': () => {
    const { node } = running();
    return new Error(inspect([node, node.modem], { showHidden: true, depth: null, getters: true }));
  },
};

const [, , way = '', how] = process.argv;
if (way in WAYS) {
  const uncaught = WAYS[way]();
  if (how === 'rejected') void Promise.reject(uncaught);
  else throw uncaught;
} else {
  console.log(JSON.stringify(Object.keys(WAYS)));
}
