import test from 'ava';
import { profiles } from '../../host-sim/module/profile.js';
import { RecoveringNode } from './recovering-node.js';

const HOUR = 3_600_000;
const CYCLED = { interval: 60_000, dutyCycle: { period: HOUR } } as const;

for (const [name, profile] of Object.entries(profiles)) {
  test(`${name}: connects once an hour, publishes what waits, and sleeps with its radio off`, (t) => {
    const bench = new RecoveringNode({ profile, configuration: CYCLED, modem: { powerSaving: { radioOff: true } } });
    bench.node.start();
    bench.until(() => bench.node.session === 'resting', 'asleep');
    bench.until(() => bench.node.modem.state === 'disconnected', 'disconnected');
    bench.forgetSent();
    bench.time.advance(50 * 60_000);
    t.is(bench.countSent('AT'), 0);
    t.is(bench.module.registration, 0);
    t.true(bench.node.statistics.waiting >= 49);
    bench.until(() => bench.node.session === 'resting' && bench.node.statistics.waiting === 0, 'asleep again', HOUR);
    t.is(new Set(bench.sequences).size, bench.node.statistics.delivered);
    t.is(bench.countSent('AT+MQTTOPEN'), 1);
    bench.time.advance(5 * HOUR + 15 * 60_000);
    t.is(bench.countSent('AT+MQTTOPEN'), 6);
    t.deepEqual(bench.begun(), []);
  });

  test(`${name}: commands wait at the broker for the next connection`, (t) => {
    const bench = new RecoveringNode({ profile, configuration: CYCLED });
    bench.node.start();
    bench.until(() => bench.node.session === 'resting', 'asleep');
    bench.broker.publish({
      topic: 'cellnode/node-1/command',
      payload: new TextEncoder().encode('{"interval": 30}'),
      qos: 1,
      isRetained: false,
    });
    bench.time.advance(30 * 60_000);
    t.is(bench.node.sensors.intervalOf('room'), 60_000);
    bench.node.wake();
    bench.until(() => bench.texts('response').length > 0, 'answered');
    t.is(bench.node.sensors.intervalOf('room'), 30_000);
    bench.until(() => bench.node.session === 'resting', 'asleep again');
  });
}

test('a sleeper stays for two seconds, in which the broker sends what it has kept, and not longer', (t) => {
  const bench = new RecoveringNode({ configuration: CYCLED });
  bench.node.start();
  bench.until(() => bench.node.session === 'ready', 'connected');
  bench.time.advance(1900);
  t.is(bench.node.statistics.waiting, 0);
  t.is(bench.node.session, 'ready');
  bench.until(() => bench.node.session === 'resting', 'asleep', 2000);
});

test('a connection that does not come up is given up within its limit, and its readings wait', (t) => {
  const configuration = { interval: 60_000, dutyCycle: { period: HOUR, limit: 120_000 } };
  const bench = new RecoveringNode({ configuration });
  bench.module.radio.setRegistration(2);
  bench.node.start();
  bench.until(() => bench.node.modem.state === 'disconnected', 'given up', 130_000);
  t.is(bench.node.session, 'resting');
  bench.module.radio.setRegistration(1);
  bench.until(() => bench.sequences.length >= 55, 'published', 2 * HOUR);
});

test('closed while it sleeps, and while it is awake', (t) => {
  for (const isAwake of [true, false]) {
    const bench = new RecoveringNode({ configuration: CYCLED });
    bench.node.start();
    bench.until(() => bench.node.session === (isAwake ? 'ready' : 'resting'), 'there');
    let isClosed = false;
    bench.node.close(() => {
      isClosed = true;
    });
    bench.until(() => isClosed, 'closed', 60_000);
    bench.forgetSent();
    bench.time.advance(3 * HOUR);
    t.is(bench.countSent('AT'), 0);
  }
});

for (const [name, profile] of Object.entries(profiles)) {
  for (const session of ['announcing', 'ready', 'parting'] as const) {
    for (const end of ['sleeps', 'closes'] as const) {
      test(`${name}: a node that ${end} says so, also where a publish fails in ${session}, and the module ends the connection in peace`, (t) => {
        const bench = new RecoveringNode({ profile, configuration: end === 'sleeps' ? CYCLED : { interval: 60_000 } });
        bench.node.start();
        let isClosed = false;
        if (end === 'closes') {
          bench.until(() => bench.node.session === (session === 'parting' ? 'ready' : session), 'connected');
          bench.node.close(() => (isClosed = true));
        }
        bench.until(() => bench.node.session === session, session);
        bench.refusedBeginning = 'AT+MQTTPUB';
        bench.until(() => bench.node.session === 'backing-off', 'lost', 120_000);
        bench.refusedBeginning = undefined;
        bench.until(() => bench.node.session === 'resting' || isClosed, 'gone', 120_000);
        t.is(bench.texts('status').at(-1), 'offline');
      });
    }
  }
}

test('a sleeper that cannot say it any more sleeps all the same, a minute later', (t) => {
  const bench = new RecoveringNode({ configuration: { interval: 60_000, dutyCycle: { period: HOUR, limit: 30_000 } } });
  bench.node.start();
  bench.until(() => bench.node.session === 'ready', 'connected');
  bench.refusedBeginning = 'AT+MQTTPUB';
  bench.until(() => bench.node.session === 'backing-off', 'lost', 120_000);
  bench.refusedBeginning = 'AT+MQTTOPEN';
  bench.until(() => bench.node.session === 'resting', 'asleep', 120_000);
  t.is(bench.texts('status').at(-1), 'online');
  bench.refusedBeginning = undefined;
  bench.until(() => bench.texts('status').at(-1) === 'offline', 'said with the next connection', HOUR + 60_000);
  t.is(bench.node.statistics.dropped, 0);
});
