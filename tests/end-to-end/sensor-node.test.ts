import test from 'ava';
import { CertificateAuthority } from '../../host-sim/broker/certificates.js';
import { RealBench } from '../support/real-bench.js';
import { COMMAND, HOST, NodeBench, READINGS, RESPONSE, SECOND, STATUS } from './node-bench.js';

test('readings arrive as JSON, dated and numbered, the one from before the connection too', async (t) => {
  const started = Date.now();
  const node = await NodeBench.ready(t);
  await node.untilTexts(READINGS, 3);
  const readings = node.readings.slice(0, 3);
  t.deepEqual(readings.map(({ sequence }) => sequence), [1, 2, 3]);
  for (const { time, sample } of readings) {
    // The module's clock names whole seconds.
    t.true(time > started - 2 * SECOND && time < Date.now() + SECOND);
    t.true(sample.thermometer.temperature > 10 && sample.thermometer.temperature < 26);
    t.true(sample.hygrometer.humidity > 40 && sample.hygrometer.humidity < 80);
  }
  const gaps = [readings[1].time - readings[0].time, readings[2].time - readings[1].time];
  t.deepEqual(gaps.map((gap) => Math.round(gap / SECOND)), [1, 1]);
  t.like(node.node.statistics, { dropped: 0, failedSamples: 0 });
});

test('the status says online, offline when the module loses its power, and online when it is back', async (t) => {
  const node = await NodeBench.ready(t, { interval: 86_400 * SECOND });
  const { module } = node.bench;
  t.deepEqual(node.texts(STATUS), ['online']);
  module.powerOff();
  await node.untilTexts(STATUS, 2);
  module.powerOn();
  await node.untilTexts(STATUS, 3);
  t.deepEqual(node.texts(STATUS), ['online', 'offline', 'online']);
  t.deepEqual(await node.retainedStatus(), 'online');
});

test('a node that is closed publishes what waits, says offline and leaves', async (t) => {
  const node = await NodeBench.ready(t);
  await node.untilTexts(READINGS, 1);
  await node.close();
  await node.untilTexts(STATUS, 2);
  t.deepEqual(node.texts(STATUS), ['online', 'offline']);
  t.is(await node.retainedStatus(), 'offline');
  t.is(node.node.session, 'closed');
  t.like(node.node.statistics, { waiting: 0, delivered: node.node.statistics.accepted });
  t.is(node.bench.module.dataCall.state, 'down');
});

test('the command topic changes the interval, and each command is answered', async (t) => {
  const node = await NodeBench.ready(t, { interval: 86_400 * SECOND });
  const commands = ['{"interval": 3600}', '{"interval": 0}', 'faster!', '{"interval": 1}'];
  for (const command of commands) await node.bench.observer.publish(COMMAND, command);
  await node.untilTexts(RESPONSE, commands.length);
  t.deepEqual(node.texts(RESPONSE), ['{"interval":3600}', '{"error":"bad-value","command":"interval","reason":"must be a whole number from 1 to 86400"}', '{"error":"malformed"}', '{"interval":1}']);
  t.is(node.node.sensors.intervalOf('room'), SECOND);
  // It is not only said: readings now come every second rather than every day.
  await t.notThrowsAsync(node.untilTexts(READINGS, 3));
});

test('a command waits for a node that is away, a retained one for a node that starts', async (t) => {
  const node = await NodeBench.ready(t, { interval: 86_400 * SECOND });
  const { bench } = node;
  bench.module.powerOff();
  await node.untilTexts(STATUS, 2);
  await bench.observer.publish(COMMAND, '{"interval": 600}');
  bench.module.powerOn();
  await node.untilTexts(RESPONSE, 1);
  t.is(node.node.sensors.intervalOf('room'), 600 * SECOND);
  await node.close();

  await bench.observer.publish(COMMAND, '{"interval": 700}', 1, true);
  const next = new NodeBench(t, bench);
  await t.notThrowsAsync(bench.until(() => next.node.sensors.intervalOf('room') === 700 * SECOND, 'the retained command is obeyed'));
});

test('a broker that restarts loses no reading at QoS 1', async (t) => {
  const node = await NodeBench.ready(t);
  const { bench } = node;
  await node.untilTexts(READINGS, 2);
  await bench.stopBroker();
  const before = node.samples;
  await bench.until(() => node.samples >= before + 3, 'samples are taken while the broker is away');
  t.not(node.node.session, 'ready');
  t.true(node.node.statistics.waiting >= 2);
  await bench.startBroker();
  await node.untilReading(before + 3);
  node.assertNothingIsLost(t, before + 3);
  t.is(node.node.statistics.dropped, 0);
  t.is(node.texts(STATUS).at(-1), 'online');
});

test('a module that loses its power again and again loses no reading at QoS 1', async (t) => {
  const node = await NodeBench.ready(t);
  const { bench } = node;
  for (let round = 1; round <= 3; round += 1) {
    // In the middle of whatever it does with this sample.
    const taken = node.samples;
    await bench.until(() => node.samples > taken, 'a sample is taken');
    bench.module.reset();
  }
  const taken = node.samples;
  await node.untilReading(taken + 1);
  node.assertNothingIsLost(t, taken + 1);
});

test('over TLS with a login it is the same node', async (t) => {
  const root = await CertificateAuthority.create('Root');
  const { certificate, key } = await root.issueClient('greenhouse');
  const logins: string[] = [];
  const bench = await RealBench.start(t, {
    broker: {
      tls: { server: await root.issueServer([HOST]), clientAuthority: root.certificate },
      refuse: ({ clientId, user, password }) => {
        if (user !== undefined) logins.push(`${clientId} ${user} ${Buffer.from(password ?? []).toString()}`);
        return undefined;
      },
    },
  });
  await bench.powerOn();
  const node = new NodeBench(t, bench, {
    network: { apn: 'CMNET', tls: { trust: root.certificate, certificate, key } },
    broker: { host: HOST, tls: true, user: 'green', password: 'house' },
  });
  await node.untilTexts(READINGS, 1);
  t.deepEqual(logins, ['greenhouse green house']);
});
