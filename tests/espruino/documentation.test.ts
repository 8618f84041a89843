import { readFileSync } from 'node:fs';
import test from 'ava';
import { NorFlash } from '../../host-sim/flash/nor-flash.js';
import { EspruinoBench } from './bench.js';
import { flashLibrary } from './flash-library.js';

/** From build/tests/espruino/. */
const read = (file: string): string => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
const DOCUMENT = read('docs/espruino.md');
const [PROGRAM, OUTBOX_PROGRAM] = Array.from(DOCUMENT.matchAll(/^```js\n([^]*?)^```/gm), ([, code]) => code);

test('docs/espruino.md says how large the files are, to a tenth: boards are chosen by it', (t) => {
  const told = Array.from(DOCUMENT.matchAll(/(cellnode(?:-outbox)?\.js), (\d+) kB/g));
  t.deepEqual(told.map(([, file]) => file), ['cellnode.js', 'cellnode-outbox.js']);
  for (const [, file, size] of told) {
    const ratio = Buffer.byteLength(read(`dist/espruino/${file}`)) / (Number(size) * 1000);
    t.true(ratio > 0.9 && ratio < 1.1, `${file}: ${ratio}`);
  }
});

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

test('the readings of its second program survive a loss of power, and none is missing', (t) => {
  const flash = new NorFlash({ blocks: 8 });
  let level = 0;
  /** A board with that flash, from its start on. */
  const board = (): EspruinoBench => {
    const bench = new EspruinoBench();
    bench.engine.provide({ Serial2: bench.port.object, D16: 16, D17: 17, D34: 34, analogRead: () => (level += 1) });
    bench.engine.store('cellnode-outbox', read('dist/espruino/cellnode-outbox.js'));
    bench.engine.buildIn('Flash', flashLibrary(flash, 0x300000, bench.engine));
    bench.engine.run(OUTBOX_PROGRAM);
    return bench;
  };
  const levels = ({ received }: EspruinoBench): number[] =>
    received.filter(({ topic }) => topic === 'node-1/level').map(({ payload }) => (JSON.parse(Buffer.from(payload).toString()) as { level: number }).level);
  const before = board();
  before.until(() => levels(before).length === 3, 'three readings have arrived');
  before.broker.stall();
  before.time.advance(10 * 60_000);
  t.deepEqual(levels(before), [1, 2, 3]);
  const waiting = level - 3;
  t.true(waiting >= 9);

  const after = board();
  after.until(() => levels(after).length > waiting, 'what has waited, and a reading of this start');
  t.deepEqual(levels(after), Array.from({ length: levels(after).length }, (_, index) => index + 4));
});
