import test from 'ava';
import { SensorNode } from '../../modules/firmware/sensor-node.js';
import { SimulatedSensor } from '../../host-sim/sensors/simulated-sensor.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { NodeBench, START } from './node-bench.js';

test('from power-on to readings at the broker, each interval, dated', (t) => {
  const bench = NodeBench.online();
  bench.time.advance(60000);
  const readings = bench.readings();
  t.true(readings.length >= 6);
  t.true(bench.isComplete());
  for (const { sequence, time, sample } of readings) {
    // The module's clock tells whole seconds.
    t.true(time !== null && Math.abs(time - (START + (sequence - 1) * 10000)) <= 2000, `${sequence} at ${time}`);
    t.is(typeof sample.thermometer.temperature, 'number');
  }
  const { accepted, delivered, waiting, dropped, failedSamples } = bench.node.statistics;
  t.deepEqual([delivered + waiting, dropped, failedSamples], [accepted, 0, 0]);
  t.is(bench.node.session, 'ready');
});

test('readings from before the clock was known are back-dated, in order (F29)', (t) => {
  // The network is found after five minutes: 30 samples without a clock.
  const bench = new NodeBench({}, {}, { network: { registration: 2 } });
  bench.node.start();
  bench.time.advance(300000);
  bench.module.radio.setRegistration(1);
  bench.until(() => bench.readings().length >= 30, 'what waited is delivered');
  const times = bench.readings().map(({ time }) => time ?? 0);
  t.true(Math.abs(times[0] - START) <= 2000, new Date(times[0]).toISOString());
  for (let index = 1; index < times.length; index += 1) {
    const step = times[index] - times[index - 1];
    t.true(step >= 8000 && step <= 12000, `${step} ms between ${index} and ${index + 1}`);
  }
  t.true(bench.isComplete());
});

test('without any time server readings come with their age in the end', (t) => {
  const bench = NodeBench.online({ network: { timeServers: [] } }, {}, { utcNow: () => 0 });
  bench.until(() => bench.readings().length > 0, 'readings go without a date');
  const [first] = bench.readings();
  t.is(first.time, null);
  t.true(Math.abs((first.age ?? 0) - bench.time.now()) < 1000);
});

test('a command changes the interval and is answered, a hostile one changes nothing', (t) => {
  const bench = NodeBench.online();
  bench.command('{"interval": 2}');
  bench.time.advance(5000);
  t.is(bench.node.sensors.intervalOf('room'), 2000);
  t.deepEqual(bench.texts('response'), ['{"interval":2}']);
  const before = bench.readings().length;
  bench.time.advance(20000);
  t.true(bench.readings().length >= before + 9);
  bench.command('\r\nOK\r\n+MQTTBREAK: 1,1\r\n');
  bench.command('x'.repeat(400));
  bench.time.advance(5000);
  t.deepEqual(bench.texts('response'), ['{"interval":2}', '{"error":"malformed"}', '{"error":"too-long"}']);
  t.is(bench.node.sensors.intervalOf('room'), 2000);
  t.is(bench.broker.counters.connections, 1);
  t.true(bench.progress.some(([event, detail]) => event === 'interval' && detail === 2000));
});

test('a command that was sent while the node was away is obeyed when it is back (F30)', (t) => {
  const bench = NodeBench.online();
  bench.broker.goAway(30000);
  bench.time.advance(1000);
  bench.command('{"interval": 5}');
  bench.until(() => bench.node.sensors.intervalOf('room') === 5000, 'the command is obeyed');
  bench.until(() => bench.texts('response').length > 0, 'and answered');
  t.deepEqual(bench.texts('status').slice(0, 3), ['online', 'offline', 'online']);
});

test('a broker that forgets the session is subscribed to again (F30)', (t) => {
  const bench = NodeBench.online();
  bench.broker.goAway(10000);
  bench.time.advance(1000);
  bench.broker.forgetSessions();
  bench.until(() => bench.texts('status').length === 3, 'back online');
  bench.command('{"interval": 5}');
  bench.until(() => bench.node.sensors.intervalOf('room') === 5000, 'the command is obeyed');
  t.pass();
});

test('nothing is lost when the module restarts, the context goes or the broker is silent', (t) => {
  const bench = NodeBench.online();
  bench.time.advance(15000);
  bench.module.reset();
  bench.time.advance(120000);
  bench.module.dataCall.lose({ withUrc: true });
  bench.time.advance(120000);
  bench.broker.stall();
  bench.time.advance(200000);
  bench.broker.resume();
  bench.time.advance(200000);
  t.true(bench.isComplete());
  t.is(bench.node.statistics.dropped, 0);
});

test('a full outbox drops the oldest and says how many', (t) => {
  const outbox = new RamOutbox({ capacity: 1000, maximumPayload: 200 });
  const bench = new NodeBench({}, { outbox }, { network: { registration: 2 } });
  bench.node.start();
  bench.time.advance(300000);
  const { accepted, waiting, dropped } = bench.node.statistics;
  t.true(dropped > 0);
  t.is(waiting + dropped, accepted);
  bench.module.radio.setRegistration(1);
  bench.until(() => bench.node.statistics.waiting === 0, 'the outbox is empty');
  const [first] = bench.readings();
  const total = bench.progress.filter(([event]) => event === 'dropped').at(-1)?.[1];
  t.is(first.sequence, Number(total) + 1);
});

test('a sensor that throws is counted and told; the node lives on', (t) => {
  let isBroken = true;
  class Moody {
    sample(): unknown {
      if (isBroken) throw new Error('no answer on the bus');
      return { thermometer: { temperature: 20 } };
    }
    close(): void {
      isBroken = true;
    }
  }
  const bench = NodeBench.online({}, { sensor: { io: Moody } });
  bench.time.advance(50000);
  const { failedSamples, accepted } = bench.node.statistics;
  t.true(failedSamples >= 5);
  t.is(accepted, 0);
  isBroken = false;
  bench.until(() => bench.readings().length > 0, 'a reading');
  const failures = bench.progress.filter(([event]) => event === 'sampling-failed').map(([, error]) => (error as Error).message);
  t.is(failures[0], 'room: no answer on the bus');
});

test('a listener that throws does no harm', (t) => {
  const bench = NodeBench.online(
    {},
    {
      onProgress: () => {
        throw new Error('listener');
      },
    },
  );
  bench.until(() => bench.readings().length > 2, 'readings');
  t.true(bench.isComplete());
});

test('closing delivers what waits, says offline, disconnects and hangs up', (t) => {
  const bench = NodeBench.online();
  bench.broker.stall();
  bench.time.advance(35000);
  bench.broker.resume();
  t.true(bench.node.statistics.waiting > 0);
  let closed = 0;
  const results: (null | Error)[] = [];
  bench.node.close((error) => {
    closed = bench.time.now();
    results.push(error);
  });
  const start = bench.time.now();
  t.is(results.length, 0);
  bench.until(() => closed > 0, 'closed');
  t.true(closed - start < 20000, String(closed - start));
  t.is(bench.node.statistics.waiting, 0);
  t.true(bench.isComplete());
  t.is(bench.texts('status').at(-1), 'offline');
  t.is(bench.broker.counters.wills, 0);
  t.is(bench.module.dataCall.state, 'down');
  bench.node.close((error) => results.push(error));
  t.is(results.length, 1);
  bench.time.advance(1000);
  t.deepEqual(results, [null, null]);
  t.like(t.throws(() => bench.node.start()), { code: 'closed' });
});

test('closing a node that does not know the time delivers its readings undated', (t) => {
  const bench = NodeBench.online({ network: { timeServers: [] } }, {}, { utcNow: () => 0 });
  bench.time.advance(25000);
  t.deepEqual(bench.readings(), []);
  let isClosed = false;
  bench.node.close(() => (isClosed = true));
  bench.until(() => isClosed, 'closed');
  t.true(bench.isComplete());
  t.true(bench.readings().every(({ time, age }) => time === null && age !== undefined));
});

test('closing a node that never found a network ends within its bounds, and keeps the readings', (t) => {
  const bench = new NodeBench({}, {}, { network: { registration: 2 } });
  bench.node.start();
  bench.time.advance(60000);
  const start = bench.time.now();
  let closed = 0;
  bench.node.close(() => (closed = bench.time.now()));
  bench.until(() => closed > 0, 'closed');
  t.true(closed - start <= 20500, String(closed - start));
  const { accepted, waiting } = bench.node.statistics;
  t.is(waiting, accepted);
});

test('a node that was never started can be closed', (t) => {
  const bench = new NodeBench();
  let isClosed = false;
  bench.node.close(() => (isClosed = true));
  bench.until(() => isClosed, 'closed');
  t.pass();
});

test('a configuration that is refused opens no port', (t) => {
  class Serial {
    constructor() {
      t.fail('the port was opened');
    }
    read(): undefined {
      return undefined;
    }
    write(): void {
      t.fail('a byte was sent');
    }
    close(): void {
      t.fail('a port was closed');
    }
  }
  const bench = new NodeBench();
  const { time } = bench;
  const options = { serial: { io: Serial }, time, sensors: [{ name: 'room', io: SimulatedSensor, interval: 60_000, time }], random: () => 0 };
  const nameless = { nodeId: '', broker: { host: 'b' } };
  t.like(t.throws(() => new SensorNode({ ...options, configuration: nameless })), { code: 'invalid-argument' });
  const outbox = new RamOutbox({ capacity: 9000, maximumPayload: 4000 });
  const configuration = { nodeId: 'n', broker: { host: 'b' } };
  t.like(t.throws(() => new SensorNode({ ...options, configuration, outbox })), { code: 'invalid-argument' });
});
