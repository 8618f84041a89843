import test from 'ava';
import { dataCallQuery, dial, hangUp } from '../../modules/fibocom/network.js';
import { settledBench } from './bench.js';

test('every shape of an address completes a dial, and every shape of none fails it', (t) => {
  for (const [shape, end] of [
    ['10.217.202.45', 'ok'], ['1,10.0.0.1', 'ok'], ['10.0.0.1,2001:db8::1', 'ok'], ['"10.0.0.1"', 'ok'],
    ['0', 'failed'], ['0,0.0.0.0,', 'failed'], ['1,0.0.0.0', 'failed'],
  ] as const) {
    const bench = settledBench();
    bench.execute(dial, [1, 'CMNET'], { label: 'dial' });
    bench.say(`\r\nOK\r\n\r\n+MIPCALL: ${shape}\r\n`);
    t.is(bench.events()[1], `dial end ${end}`, shape);
  }
});

test('a query of the data call is told from its URC by shape', (t) => {
  const bench = settledBench();
  bench.execute(dataCallQuery, [], { label: 'query' });
  bench.say('\r\n+MIPCALL: 10.0.0.1\r\n\r\n+MIPCALL: 1,10.0.0.1\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['URC +MIPCALL 10.0.0.1', 'query reply 1|10.0.0.1', 'query end ok']);
});

test('an address that comes late serves the next dial: it tells the same state', (t) => {
  const bench = settledBench();
  bench.execute(dial, [1, 'CMNET'], { label: 'first' });
  bench.say('\r\nOK\r\n');
  bench.time.advance(150000);
  bench.execute(dial, [1, 'CMNET'], { label: 'second' });
  bench.say('\r\nOK\r\n\r\n+MIPCALL: 10.0.0.1\r\n');
  t.deepEqual(bench.events(), ['first end timeout', 'second completion 10.0.0.1', 'second end ok']);
  bench.execute(hangUp, [0], { label: 'hang up' });
  bench.say('\r\nOK\r\n\r\n+MIPCALL: 0\r\n');
  t.deepEqual(bench.events(), ['hang up completion 0', 'hang up end ok']);
});
