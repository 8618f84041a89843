import test from 'ava';
import type { Credentials } from '../../modules/telemetry/credentials.js';
import { sessionBench } from './session-bench.js';

const MINUTE = 60000;
const HOUR = 60 * MINUTE;

test('credentials are asked for before each connection, and are its own', (t) => {
  let count = 0;
  const { time, broker, setLink } = sessionBench({
    credentials: () => {
      count += 1;
      return { user: `user ${count}`, password: `secret ${count}`, clientId: 'n' };
    },
  });
  setLink(500);
  time.advance(2000);
  t.like(broker.connected[0].options, { user: 'user 1', password: 'secret 1', id: 'n' });
  broker.drop();
  time.advance(5000);
  t.like(broker.connected[0].options, { user: 'user 2', password: 'secret 2', id: 'n' });
});

test('where a signature wants the clock, no connection is opened before it is known', (t) => {
  const { time, clock, broker, setLink, session, progress, append } = sessionBench({
    credentials: ({ now }) => (now() === undefined ? undefined : { password: `signed at ${now()}` }),
  });
  clock.isKnown = false;
  append();
  setLink(500);
  time.advance(10 * MINUTE);
  t.deepEqual([session.state, broker.clients], ['waiting-for-link', 0]);
  t.deepEqual(
    progress.filter(([event]) => event === 'credentials-awaited'),
    [['credentials-awaited', 'the clock is not known yet']],
  );
  clock.isKnown = true;
  // Nobody wakes it: it asks again by itself.
  time.advance(31000);
  t.is(session.state, 'ready');
  time.advance(1000);
  t.deepEqual(broker.texts('p/n/readings'), ['1']);
});

test('what the source throws is told and does no harm, nor is anything of it in another error', (t) => {
  const failure = new Error('no key');
  let isBroken = true;
  const { time, broker, setLink, session, progress, errors } = sessionBench({
    credentials: () => {
      if (isBroken) throw failure;
      return {};
    },
  });
  setLink(500);
  time.advance(15000);
  t.is(broker.clients, 0);
  t.true(progress.some(([event, cause]) => event === 'credentials-failed' && cause === failure));
  t.deepEqual(errors(), []);
  isBroken = false;
  t.true(time.runUntil(() => session.state === 'ready', 10 * MINUTE));
});

test('credentials that expire are replaced between two messages, and nothing is lost or sent twice', (t) => {
  const asked: number[] = [];
  const { time, broker, setLink, append, states, outbox, errors } = sessionBench({
    credentials: ({ now }): Credentials => {
      asked.push(time.now());
      return { expires: (now() ?? 0) + HOUR };
    },
  });
  setLink(500);
  let count = 0;
  for (let second = 0; second < 4 * 3600; second += 1) {
    time.advance(1000);
    count = append();
  }
  time.advance(5000);
  t.is(outbox.length, 0);
  t.deepEqual(broker.texts('p/n/readings'), Array.from({ length: count }, (_, index) => String(index + 1)));
  t.is(asked.length, 5);
  for (const [index, at] of asked.slice(1).entries()) t.true(Math.abs(at - asked[index] - 59 * MINUTE) < 2000, `${at - asked[index]}`);
  t.deepEqual(errors(), []);
  // It ends its connection by itself, so the will stays unpublished, and it takes no leave.
  t.deepEqual([...new Set(broker.texts('p/n/status'))], ['online']);
  t.true(states().includes('renewing'));
  t.deepEqual(broker.violations, []);
});

test('a step of the clock is noticed within the hour, and what is over already is for the broker to judge', (t) => {
  let step = 0;
  const bench = sessionBench({ credentials: ({ now }) => ({ expires: (now() ?? 0) + 24 * HOUR }) });
  const { time, broker, setLink, clock } = bench;
  const now = clock.now.bind(clock);
  clock.now = () => (now() ?? 0) + step;
  setLink(500);
  time.advance(2 * HOUR);
  step = 30 * HOUR;
  time.advance(HOUR + MINUTE);
  t.is(broker.clients, 2);

  const over = sessionBench({ credentials: () => ({ expires: -1 }) });
  over.setLink(500);
  over.time.advance(24 * HOUR);
  t.is(over.broker.clients, 1);
});

test('credentials that never get fresher do not end one connection after the other', (t) => {
  const { time, broker, setLink } = sessionBench({ credentials: () => ({ expires: HOUR }) });
  setLink(500);
  time.advance(3 * HOUR);
  t.true(broker.clients <= 8, String(broker.clients));
});
