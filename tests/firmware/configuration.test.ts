import test from 'ava';
import { nodeSettings, type NodeConfiguration } from '../../modules/firmware/configuration.js';
import { topicsOf } from '../../modules/telemetry/topics.js';

const least: NodeConfiguration = { nodeId: 'node-1', broker: { host: 'broker.example.com' } };
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIU\n-----END CERTIFICATE-----\n';

test('what is left out has its default', (t) => {
  t.deepEqual(nodeSettings(least), {
    nodeId: 'node-1',
    topicPrefix: 'cellnode',
    messageLimit: 256,
    QoS: 1,
    publishWindow: 1,
    backlog: undefined,
    network: {},
    broker: {
      host: 'broker.example.com',
      port: 1883,
      tls: false,
      user: undefined,
      password: undefined,
      clientId: 'node-1',
      keepAlive: 60000,
      clean: false,
      liveness: 90000,
      loginLimits: undefined,
    },
    dutyCycle: undefined,
  });
});

test('with TLS the port is 8883, and a port of one’s own stays', (t) => {
  const network = { tls: { trust: CERTIFICATE } };
  t.is(nodeSettings({ ...least, network, broker: { host: 'b', tls: true } }).broker.port, 8883);
  t.is(nodeSettings({ ...least, network, broker: { host: 'b', tls: true, port: 443 } }).broker.port, 443);
});

test('each property that breaks its bound is refused by name', (t) => {
  const broker = { host: 'b' };
  const refused: [string, unknown][] = [
    ['publishWindow', { ...least, publishWindow: 0 }],
    ['publishWindow', { ...least, publishWindow: 257 }],
    ['publishWindow', { ...least, publishWindow: 1.5 }],
    ['backlog', { ...least, backlog: null }],
    ['backlog.size', { ...least, backlog: { size: 1 } }],
    ['backlog.limit', { ...least, backlog: { limit: 4097 } }],
    ['backlog.pause', { ...least, backlog: { pause: -1 } }],
    ['backlog.pause', { ...least, backlog: { pause: 1 }, dutyCycle: { period: 60000 } }],
    ['configuration', undefined],
    ['configuration', null],
    ['nodeId', { broker }],
    ['nodeId', { nodeId: '', broker }],
    ['nodeId', { nodeId: 'a/b', broker }],
    ['nodeId', { nodeId: 'a+', broker }],
    ['nodeId', { nodeId: 'a"', broker }],
    ['nodeId', { nodeId: 'a\r\n', broker }],
    ['nodeId', { nodeId: 'x'.repeat(65), broker }],
    ['topicPrefix', { nodeId: 'n', topicPrefix: '', broker }],
    ['topicPrefix', { nodeId: 'n', topicPrefix: '/a', broker }],
    ['topicPrefix', { nodeId: 'n', topicPrefix: 'a/', broker }],
    ['topicPrefix', { nodeId: 'n', topicPrefix: 'a/#', broker }],
    ['topicPrefix', { nodeId: 'n', topicPrefix: '$SYS', broker }],
    ['topicPrefix', { nodeId: 'n', topicPrefix: 'x'.repeat(245), broker }],
    ['interval', { ...least, interval: 999 }],
    ['interval', { ...least, interval: 86400001 }],
    ['interval', { ...least, interval: 1000.5 }],
    ['interval', { ...least, interval: '60000' }],
    ['QoS', { ...least, QoS: 3 }],
    ['messageLimit', { ...least, messageLimit: 4097 }],
    ['pin', { ...least, network: { pin: '12' } }],
    ['apn', { ...least, network: { apn: 'a"\r\nAT' } }],
    ['network.tls', { ...least, broker: { host: 'b', tls: true } }],
    ['broker', { nodeId: 'n' }],
    ['host', { nodeId: 'n', broker: {} }],
    ['host', { nodeId: 'n', broker: { host: '' } }],
    ['host', { nodeId: 'n', broker: { host: 'b\r' } }],
    ['port', { nodeId: 'n', broker: { host: 'b', port: 0 } }],
    ['broker.tls', { nodeId: 'n', broker: { host: 'b', tls: 1 } }],
    ['broker.clean', { nodeId: 'n', broker: { host: 'b', clean: 'no' } }],
    ['user', { nodeId: 'n', broker: { host: 'b', user: 'a"' } }],
    ['password', { nodeId: 'n', broker: { host: 'b', user: 'a', password: 'p\n' } }],
    ['broker.user', { nodeId: 'n', broker: { host: 'b', password: 'p' } }],
    ['broker.clientId', { nodeId: 'n', broker: { host: 'b', clientId: '' } }],
    ['broker.keepAlive', { nodeId: 'n', broker: { host: 'b', keepAlive: 300001 } }],
    ['broker.keepAlive', { nodeId: 'n', broker: { host: 'b', keepAlive: 1500 } }],
  ];
  for (const [name, configuration] of refused) {
    const error = t.throws(() => nodeSettings(configuration as NodeConfiguration), undefined, JSON.stringify(configuration));
    t.like(error, { code: 'invalid-argument' });
    t.true(error.message.startsWith(`${name}: `), `${error.message} names ${name}`);
  }
});

test('no secret is in an error', (t) => {
  const password = 'hunter2\n';
  const error = t.throws(() => nodeSettings({ nodeId: 'n', broker: { host: 'b', user: 'u', password } }));
  t.false(error.message.includes('hunter2'));
});

test('the longest names make topics of 255 bytes', (t) => {
  const settings = nodeSettings({ ...least, nodeId: 'n'.repeat(64), topicPrefix: 'p'.repeat(181) });
  const { response, readings, command, status } = topicsOf(settings.topicPrefix, settings.nodeId);
  t.is(response.length, 255);
  t.true([readings, command, status].every((topic) => topic.length <= 255));
  t.throws(() => nodeSettings({ ...least, nodeId: 'n'.repeat(64), topicPrefix: 'p'.repeat(182) }));
});

test('what is no property is refused by name: a misspelt interval is not a minute', (t) => {
  const misspelt: [string, object][] = [
    ['intervall', { ...least, intervall: 5000 }],
    ['broker.clientID', { ...least, broker: { host: 'b', clientID: 'x' } }],
    ['apm', { ...least, network: { apm: 'CMNET' } }],
  ];
  for (const [name, configuration] of misspelt) {
    t.throws(() => nodeSettings(configuration as NodeConfiguration), { message: new RegExp(`^${name}: is no option; `) });
  }
});
