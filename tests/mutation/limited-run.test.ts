import test from 'ava';
import { runFor } from './limited-run.js';

test('what ends in time gives what it gives, be it a promise', async (t) => {
  t.deepEqual(runFor(1000, () => [1]), [1]);
  t.is(await runFor(undefined, async () => 2), 2);
});

test('what is thrown comes out', (t) => {
  const broken = (): object => {
    throw new RangeError('broken');
  };
  t.throws(() => runFor(1000, broken), { instanceOf: RangeError, message: 'broken' });
});

test('an endless loop is ended, and cannot help it', (t) => {
  let turns = 0;
  const endless = (): object => {
    for (;;) {
      try {
        for (;;) turns += 1;
      } catch {
        turns = 0;
      }
    }
  };
  t.is(runFor(50, endless), undefined);
  t.true(turns > 0);
});
