import test from 'ava';
import { MINUTE, ScenarioBench } from '../scenarios/scenario-bench.js';

test('a node signs in anew for each connection, and no secret is in what it tells or sends openly', (t) => {
  let count = 0;
  const bench = ScenarioBench.online('l610', {
    node: {
      credentials: ({ now }) => {
        const utc = now();
        if (utc === undefined) return undefined;
        count += 1;
        return { user: `node@${Math.floor(utc / 1000)}`, password: `hunter${count}`, expires: utc + 10 * MINUTE };
      },
    },
  });
  t.regex(bench.sent(), /AT\+MQTTUSER=\d,"node@\d+","hunter1","node-1"/);
  bench.time.advance(60 * MINUTE);
  t.true(count >= 6 && count <= 8, String(count));
  t.true(bench.sent().includes('hunter6'));
  t.is(bench.losses, 0);
  bench.until(() => bench.node.statistics.waiting === 0, 'all is delivered');
  t.false(JSON.stringify(bench.progress).includes('hunter'));
});

test('what is wrong is refused by name, or by the client without the secret', (t) => {
  const broker = { host: 'broker.example.com', user: 'u' };
  t.throws(() => new ScenarioBench('l610', { configuration: { broker }, node: { credentials: () => ({}) } }), {
    code: 'invalid-argument',
    message: /^configuration\.broker\.user: is for credentials\(\) to give/,
  });
  t.throws(() => new ScenarioBench('l610', { node: { credentials: {} as never } }), { message: /^credentials: must be a function/ });
  const bench = new ScenarioBench('l610', { node: { credentials: () => ({ user: 'u', password: 'hunter2\r\n' }) } });
  bench.node.start();
  bench.until(() => bench.losses > 0, 'the refusal');
  const refusal = bench.progress.flatMap(([event, error]) => (event === 'connection-lost' ? [error as Error] : []))[0];
  t.like(refusal, { code: 'invalid-argument' });
  t.false(JSON.stringify([refusal, refusal.message]).includes('hunter'));
});
