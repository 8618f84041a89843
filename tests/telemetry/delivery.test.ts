import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { SESSION, type SessionState } from '../../modules/telemetry/session-state.js';
import { check } from '../property.js';
import { sessionBench } from './session-bench.js';

const READINGS = 'p/n/readings';

const LOSSES = ['drop', 'late drop', 'link down', 'link up'] as const;
const KINDS = ['append', 'burst', 'append', ...LOSSES, 'deaf', 'hearing', 'mute', 'talking'] as const;

/** What happens to a node, in this order, each after a pause. */
const events = fc.array(
  fc.record({
    pause: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 400, max: 100000 })),
    kind: fc.constantFrom(...KINDS),
  }),
  { minLength: 1, maxLength: 80 },
);
const seeds = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));

test('no reading is lost or reordered, and only what was under way at a loss comes twice', (t) => {
  const run = fc.property(
    events,
    seeds,
    fc.constantFrom('modem' as const, 'tcp' as const),
    fc.constantFrom(1 as const, 2 as const),
    fc.constantFrom(8192, 8192, 90),
    fc.constantFrom(1, 3, 20),
    (list, random, style, QoS, capacity, publishWindow) => {
      const draw = (): number => random.next().value;
      const bench = sessionBench({
        QoS,
        capacity,
        publishWindow,
        random: draw,
        manner: { style, capacity: style === 'tcp' ? 40 : 1024, latency: () => Math.floor(draw() * 300) },
      });
      const { time, broker, outbox, publisher, append, setLink } = bench;
      let accepted = 0;
      setLink(500);
      for (const { pause, kind } of list) {
        time.advance(pause);
        if (kind === 'append') accepted = append();
        for (let count = 0; kind === 'burst' && count < 6; count += 1) accepted = append();
        if (kind === 'drop') broker.drop();
        if (kind === 'late drop') broker.drop(Math.floor(draw() * 20000));
        if (kind === 'link down') setLink(200);
        if (kind === 'link up') setLink(500);
        if (kind === 'deaf') broker.manner.isAccepting = false;
        if (kind === 'hearing') broker.manner.isAccepting = true;
        if (kind === 'mute') broker.manner.isAcknowledging = false;
        if (kind === 'talking') broker.manner.isAcknowledging = true;
        // At every moment a reading was acknowledged, waits, or was dropped and counted; one under way may be two of these.
        assert.ok(accepted <= publisher.count + outbox.length + outbox.dropped, 'a reading is neither delivered nor waiting');
      }
      broker.manner.isAccepting = true;
      broker.manner.isAcknowledging = true;
      setLink(500);
      assert.ok(time.runUntil(() => outbox.length === 0, 3600000), 'the outbox empties');

      const received = broker.received.filter(({ topic }) => topic === READINGS);
      const sequences = received.map(({ text }) => Number(text));
      for (let index = 1; index < received.length; index += 1) {
        const isSameConnection = received[index].clientNumber === received[index - 1].clientNumber;
        const isNext = sequences[index] > sequences[index - 1];
        assert.ok(isNext || !isSameConnection, `twice, or out of order, over one connection: ${sequences.join(' ')}`);
      }
      const firsts = [...new Set(sequences)];
      assert.deepEqual(firsts, [...firsts].sort((a, b) => a - b));
      const missing = accepted - new Set(sequences).size;
      assert.ok(missing <= outbox.dropped, `${missing} missing, ${outbox.dropped} dropped`);
      assert.deepEqual(broker.violations, []);
      assert.ok(followsTable(bench.states()), bench.states().join(' '));
    },
  );
  check(t, run, { runs: 400 });
});

test('taking leave ends in time and says offline, whatever happens meanwhile', (t) => {
  const flushes = fc.integer({ min: 0, max: 20000 });
  const run = fc.property(events, seeds, flushes, fc.constantFrom(1, 4), (list, random, flush, publishWindow) => {
    const draw = (): number => random.next().value;
    const bench = sessionBench({ publishWindow, random: draw, manner: { latency: () => Math.floor(draw() * 300) } });
    const { time, broker, append, setLink, session, outbox, publisher } = bench;
    setLink(500);
    let accepted = append();
    let leftAt = -1;
    let start = -1;
    for (let index = 0; index < list.length; index += 1) {
      const { pause, kind } = list[index];
      time.advance(Math.floor(pause / 20));
      if (index === list.length >> 1) {
        start = time.now();
        session.leave(flush, () => {
          assert.equal(leftAt, -1, 'left twice');
          leftAt = time.now();
        });
      }
      if (kind === 'append') accepted = append();
      if (kind === 'drop') broker.drop();
      if (kind === 'late drop') broker.drop(Math.floor(draw() * 20000));
      if (kind === 'link down') setLink(200);
      if (kind === 'link up') setLink(500);
      if (kind === 'mute') broker.manner.isAcknowledging = false;
    }
    time.advance(200000);
    // A connection that is lost meanwhile is opened once more for the last word.
    assert.ok(leftAt >= start && leftAt - start <= flush + 90000, `left after ${leftAt - start} with ${flush} to flush`);
    assert.ok(accepted <= publisher.count + outbox.length + outbox.dropped, 'a reading is neither delivered nor waiting');
    assert.notEqual(broker.status, 'online');
    assert.deepEqual(broker.violations, []);
  });
  check(t, run, { runs: 300 });
});

function followsTable(states: string[]): boolean {
  let present: SessionState = 'waiting-for-link';
  return states.every((state) => {
    const isLegal = SESSION[present].next.includes(state as SessionState);
    present = state as SessionState;
    return isLegal;
  });
}
