import { readFileSync } from 'node:fs';
import test from 'ava';
import { EspruinoBench } from './bench.js';

/** From build/tests/espruino/. */
const DOCUMENT = readFileSync(new URL('../../../docs/espruino.md', import.meta.url), 'utf8');
const [PROGRAM] = Array.from(DOCUMENT.matchAll(/^```js\n([^]*?)^```/gm), ([, code]) => code);

test('the program of docs/espruino.md publishes, receives, and comes back after a loss', (t) => {
  const bench = new EspruinoBench();
  const printed: string[] = [];
  bench.engine.provide({
    Serial2: bench.port.object,
    D16: 16,
    D17: 17,
    D34: 34,
    analogRead: () => 0.25,
    print: (...values: unknown[]) => printed.push(values.join(' ')),
  });
  bench.engine.run(PROGRAM);
  const arrives = (message: string): void => {
    printed.length = 0;
    bench.until(() => bench.broker.isConnected('node-1'), 'node-1 is connected');
    bench.time.advance(10_000);
    bench.publish('node-1/command', message);
    bench.until(() => printed.includes(`node-1/command ${message}`), `it prints: ${message}`);
  };
  arrives('first');
  t.is(JSON.stringify(bench.port.setups), '[[115200,{"rx":16,"tx":17}]]');
  bench.until(() => bench.received.some(({ topic }) => topic === 'node-1/level'), 'a reading is published');
  const [reading] = bench.received.filter(({ topic }) => topic === 'node-1/level');
  t.deepEqual([Buffer.from(reading.payload).toString(), reading.qos], ['0.25', 1]);

  bench.module.reset();
  bench.until(() => !bench.broker.isConnected('node-1'), 'the broker has noticed the loss');
  arrives('second');
});
