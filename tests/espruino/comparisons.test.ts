import test from 'ava';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { type Cellnode, EspruinoBench } from './bench.js';
import { EspruinoEngine } from './engine.js';
import { bundle } from './realm.js';

/** From build/tests/espruino/. */
const TOOL = new URL('../../../build-tools/espruino/watched-comparisons.js', import.meta.url);
const { default: watchedComparisons } = (await import(TOOL.href)) as { default(code: string): string };

interface Watched {
  readonly texts: readonly string[];
}

/** The watched code with what it calls; it exports `texts`, a word for each array of which Espruino would make a text. */
function watched(code: string): string {
  return `
    var texts = exports.texts = [];
    function isArray(value) { return typeof value === 'object' && value !== null && value.buffer instanceof ArrayBuffer; }
    function compared(left, right) { if (isArray(left) && isArray(right)) texts.push('==='); return left === right; }
    function loose(value) { if (isArray(value)) texts.push('=='); return value; }
    ${watchedComparisons(code)}`;
}

test('a comparison of arrays is noticed', (t) => {
  const code = watched('const a = new Uint8Array(1); if (a === a) if (null != a) a !== undefined;');
  const { texts } = new EspruinoEngine(new VirtualTime(), code).require() as Watched;
  t.is(texts.join(), '===,==');
});

test('no array is compared from bring-up to close: Espruino would make texts of them', (t) => {
  const bench = new EspruinoBench({ code: watched(bundle) });
  const client = bench.connected();
  const messages: string[] = [];
  client.on('message', (topic: string, message: string) => messages.push(`${topic} ${message}`));
  client.subscribe('cmd/#', { qos: 1 }, bench.tell('subscribed'));
  for (const qos of [0, 1, 2]) client.publish('r', bench.engine.bytes([34, qos]), { qos }, bench.tell(`published ${qos}`));
  bench.untilTold('published 2: done');
  bench.publish('cmd/a', 'hello');
  bench.until(() => messages.length === 1, 'the message has come');
  bench.module.reset();
  bench.untilTold('disconnected connection-lost');
  client.connect(bench.tell('again'));
  bench.untilTold('again: done');
  client.close(() => bench.told.push('closed'));
  bench.untilTold('closed');
  t.is((bench.cellnode as Cellnode & Watched).texts.join(), '');
});
