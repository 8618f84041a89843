import test from 'ava';
import { profiles } from '../../host-sim/module/profile.js';
import type { Exchange } from '../../modules/at/dialogue/exchange.js';
import { SlicedBuffer } from '../../modules/at/send/sliced-buffer.js';
import { mqttPublishLength } from '../../modules/fibocom/mqtt.js';
import { RecoveringNode } from './recovering-node.js';

const HOUR = 3_600_000;

/** A publish whose payload the host will not live to send. */
const hungry: Exchange = {
  command: mqttPublishLength,
  values: [1, 't', 1, 0, 4096],
  data: filled(4096),
  onEnd: () => undefined,
};

function filled(length: number): SlicedBuffer {
  const data = new SlicedBuffer(length);
  data.length = length;
  return data;
}

/** Every reading that was accepted is at the broker, in order. */
function isComplete(bench: RecoveringNode): boolean {
  bench.until(() => bench.node.statistics.waiting === 0, 'the outbox is empty', HOUR);
  const sequences = bench.sequences.filter((sequence, index, all) => all.indexOf(sequence) === index);
  return sequences.length === bench.node.statistics.accepted && sequences.every((sequence, index) => sequence === index + 1);
}

for (const [name, profile] of Object.entries(profiles)) {
  test(`${name}: reopen-mqtt cures a connection that the broker has closed`, (t) => {
    const bench = RecoveringNode.online({ profile });
    bench.time.advance(60_000);
    bench.module.slots.break(1, 1);
    bench.until(() => bench.cured().length > 0, 'cured');
    t.deepEqual(bench.begun(), ['reopen-mqtt']);
    t.deepEqual(bench.cured(), ['reopen-mqtt']);
    t.true(isComplete(bench));
  });

  test(`${name}: redial cures a connection that no reopening brings back`, (t) => {
    const bench = RecoveringNode.online({ profile });
    bench.time.advance(60_000);
    bench.refusedBeginning = 'AT+MQTT';
    bench.forgetSent();
    bench.until(() => bench.countSent('AT+MIPCALL=0') > 0, 'hung up', HOUR);
    bench.refusedBeginning = undefined;
    bench.until(() => bench.cured().length > 0, 'cured', HOUR);
    t.deepEqual(bench.begun(), ['reopen-mqtt', 'reopen-mqtt', 'reopen-mqtt', 'reopen-mqtt', 'redial']);
    t.deepEqual(bench.cured(), ['redial']);
    t.true(isComplete(bench));
  });

  test(`${name}: commands that are refused until a reset lead up to one, and nothing is lost`, (t) => {
    const bench = RecoveringNode.online({ profile });
    bench.time.advance(60_000);
    bench.refusedBeginning = 'AT+MQTT';
    bench.onPowerLost = () => {
      bench.refusedBeginning = undefined;
    };
    bench.until(() => bench.cured().includes('soft-reset'), 'cured', 2 * HOUR);
    t.true(isComplete(bench));
  });

  test(`${name}: silent for two minutes, then all at once: nothing is taken for something else`, (t) => {
    const bench = RecoveringNode.online({ profile });
    bench.time.advance(60_000);
    const late: Uint8Array[] = [];
    bench.toModule = (bytes) => {
      late.push(bytes.slice());
      return bytes.subarray(bytes.length);
    };
    bench.time.advance(65_000);
    bench.toModule = (bytes) => {
      const all = Buffer.concat([...late.splice(0), bytes]);
      return all;
    };
    t.true(isComplete(bench));
    t.is(bench.node.modem.callbackExceptions, 0);
  });

  test(`${name}: a host that restarts at any moment finds the module as it is`, (t) => {
    for (const after of [5, 500, 2500, 4000, 8000, 15_000, 61_000]) {
      const bench = new RecoveringNode({ profile });
      bench.node.start();
      bench.time.advance(after);
      bench.restartHost();
      bench.until(() => bench.node.session === 'ready', `ready after ${after} ms`, 300_000);
      bench.time.advance(30_000);
      t.true(bench.node.statistics.delivered > 0, String(after));
    }
  });

  test(`${name}: a module that waits for data bytes of a host that is gone`, (t) => {
    const bench = RecoveringNode.online({ profile });
    bench.time.advance(5000);
    bench.node.modem.execute(hungry);
    bench.until(() => bench.countSent('AT+MQTTPUB=1,"t",1,0,4096') > 0, 'asked');
    bench.time.advance(20);
    bench.restartHost();
    bench.until(() => bench.node.session === 'ready', 'ready', 300_000);
    t.true(bench.node.modem.counters.synchronisations >= 1);
  });
}

test('a broker that is away for a day: the module is restarted rarely, and the node is back when the broker is', (t) => {
  const bench = RecoveringNode.online({ configuration: { interval: 960_000 } });
  bench.time.advance(60_000);
  bench.broker.goAway(24 * HOUR);
  bench.time.advance(24 * HOUR);
  const resets = bench.begun().filter((rung) => rung.includes('reset') || rung === 'power-cycle').length;
  t.true(resets <= 72, `${resets} restarts in a day`);
  bench.until(() => bench.node.statistics.waiting === 0, 'the outbox is empty', 2 * HOUR);
  t.is(new Set(bench.sequences).size, bench.node.statistics.accepted);
});

test('the watchdog is fed by readings that the broker has, and not by a node that gets nowhere', (t) => {
  const bench = RecoveringNode.online();
  bench.time.advance(60_000);
  t.true(bench.fed.length >= 5);
  bench.module.powerOff();
  bench.uart.onTraffic = undefined;
  bench.toModule = (bytes) => bytes.subarray(bytes.length);
  bench.time.advance(HOUR);
  const fed = bench.fed.length;
  bench.time.advance(12 * HOUR);
  t.is(bench.fed.length, fed);
});
