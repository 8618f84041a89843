import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { Message, MessageSource } from '../../modules/telemetry/message-source.js';
import { SHARES, type SendingClass } from '../../modules/telemetry/sending-class.js';
import { SharedLine } from '../../modules/telemetry/shared-line.js';
import { check } from '../property.js';

const CLASSES = Object.keys(SHARES) as SendingClass[];
const ROUND = Object.values<number>(SHARES).reduce((sum, share) => sum + share, 0);

/** A source of which the test says how many messages it has. */
class Counted implements MessageSource {
  waiting = 0;
  readonly #message: Message;
  #given = 0;

  constructor(topic: string) {
    this.#message = { topic, payload: new Uint8Array(1), QoS: 1, retain: false };
  }

  next(): Message | undefined {
    this.#given = 0;
    return this.following();
  }

  following(): Message | undefined {
    if (this.#given >= this.waiting) return undefined;
    this.#given += 1;
    return this.#message;
  }

  delivered(): boolean {
    this.waiting -= 1;
    this.#given -= 1;
    return true;
  }
}

function bench() {
  const sources = new Map(CLASSES.map((name) => [name, new Counted(name)] as const));
  // In the order of nothing.
  const senders = [...sources].reverse().map(([sendingClass, source]) => ({ sendingClass, source }));
  const line = new SharedLine(senders);
  const source = (name: SendingClass): Counted => sources.get(name) ?? new Counted(name);
  const order: SendingClass[] = [];
  /** Sends as a session does: as many together as a window and the line allow, of which some arrive and the rest is lost. */
  const send = (window: number, arriving = Infinity): number => {
    const given: SendingClass[] = [];
    for (let message = line.next(); message !== undefined && given.length < window; message = line.following()) {
      given.push(message.topic as SendingClass);
      if (given.length === window) break;
    }
    assert.ok(given.every((name) => name === given[0]), 'a window is of one sender');
    const count = Math.min(given.length, arriving);
    for (let index = 0; index < count; index += 1) {
      order.push(given[index]);
      line.delivered();
    }
    return given.length;
  };
  return { line, source, order, send };
}

test('each class has its share of a round, the most urgent first', (t) => {
  const { source, order, send } = bench();
  for (const name of CLASSES) source(name).waiting = 100;
  for (let count = 0; count < 2 * ROUND; count += 1) send(1);
  const round = CLASSES.flatMap((name) => new Array<SendingClass>(SHARES[name]).fill(name));
  t.deepEqual(order, [...round, ...round]);
});

test('who has nothing takes nothing from the others', (t) => {
  const { source, order, send } = bench();
  source('readings').waiting = 20;
  for (let count = 0; count < 20; count += 1) send(1);
  t.deepEqual(order, new Array(20).fill('readings'));
  t.is(send(1), 0);
});

test('a window is as long as it may be while nobody else has anything, and a share at least where somebody has', (t) => {
  const { source, send } = bench();
  source('readings').waiting = 100;
  t.is(send(32), 32);
  source('answers').waiting = 100;
  t.deepEqual(Array.from({ length: 6 }, () => send(32)), [2, 4, 2, 4, 2, 4]);
});

test('looking at what is next costs nobody anything', (t) => {
  const { line, source, order, send } = bench();
  for (const name of CLASSES) source(name).waiting = 100;
  for (let count = 0; count < ROUND; count += 1) {
    for (let look = 0; look < 5; look += 1) line.next();
    send(1);
  }
  t.deepEqual(CLASSES.map((name) => order.filter((sent) => sent === name).length), CLASSES.map((name) => SHARES[name]));
});

test('whoever has something to send gets its share, whatever the others do, what is lost and how large windows are', (t) => {
  const others = fc.array(fc.record({ name: fc.constantFrom(...CLASSES), count: fc.nat(30) }), { maxLength: 3 });
  const steps = fc.array(fc.record({ window: fc.integer({ min: 1, max: 40 }), arriving: fc.nat(40), others }), { maxLength: 60 });
  const run = fc.property(fc.constantFrom(...CLASSES), steps, (steady, moments) => {
    const { source, order, send } = bench();
    source(steady).waiting = 1e9;
    for (const { window, arriving, others: news } of moments) {
      for (const { name, count } of news) source(name).waiting += count;
      send(window, arriving);
    }
    // In every stretch of two rounds there is a whole one, or all that is left of two.
    for (let start = 0; start + 2 * ROUND <= order.length; start += 1) {
      const stretch = order.slice(start, start + 2 * ROUND);
      const count = stretch.filter((name) => name === steady).length;
      assert.ok(count >= SHARES[steady], `${steady} has ${count} of ${stretch.join(' ')}`);
    }
    // The wait for the next one is bounded by what the others have in two rounds.
    let waited = 0;
    for (const name of order) {
      waited = name === steady ? 0 : waited + 1;
      assert.ok(waited <= 2 * (ROUND - SHARES[steady]), `${steady} waits for ${waited}`);
    }
  });
  check(t, run, { runs: 300 });
});
