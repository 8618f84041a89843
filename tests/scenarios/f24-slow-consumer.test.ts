import { signalQuality } from '../../modules/cellular/network.js';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

onEveryProfile('F24: messages come faster than they are read: those that do not fit are dropped and counted', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  const client = bench.client({ receiveBuffer: new Uint8Array(256) });
  client.subscribe('burst');
  client.isReading = false;
  for (let index = 0; index < 60; index += 1) bench.publish('burst', `message ${index} ${'x'.repeat(40)}`);
  bench.time.advance(10 * SECOND);
  client.isReading = true;
  client.take();
  bench.time.advance(20 * SECOND);
  const told = client.events.filter((event) => event.startsWith('dropped ')).at(-1) ?? 'dropped 0';
  const dropped = Number(told.slice('dropped '.length));
  const depth = bench.module.profile.messageQueueDepth;
  // Pulled messages wait in the module, which forgets those beyond its depth without a word.
  if (bench.module.profile.hasReceiveMode) t.true(client.messages.length >= depth, `${client.messages.length}`);
  else t.is(client.messages.length + dropped, 60);
  t.is(client.error, undefined);
  recovers(t, bench, MINUTE);
});

onEveryProfile('F24: a handler that sends a command is not entered again by what follows', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  let depth = 0;
  let deepest = 0;
  let answers = 0;
  const client = new MQTTClient({
    link: bench.node.modem,
    host: 'broker.example.com',
    id: 'other',
    onReadable: (count) => {
      depth += 1;
      deepest = Math.max(deepest, depth);
      client.read(new Uint8Array(count));
      bench.node.modem.execute({ command: signalQuality, values: [], onEnd: () => (answers += 1) });
      depth -= 1;
    },
    onControl: ({ operation }) => {
      if (operation !== MQTTClient.CONNACK) return;
      client.write(null, { operation: MQTTClient.SUBSCRIBE, items: [{ topic: 'burst', QoS: 1 }] });
    },
  });
  bench.time.advance(10 * SECOND);
  for (let index = 0; index < 8; index += 1) bench.publish('burst', `${index}`);
  bench.time.advance(10 * SECOND);
  t.is(deepest, 1);
  t.is(answers, 8);
  recovers(t, bench, MINUTE);
});
