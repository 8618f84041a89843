import test from 'ava';
import { cellularError } from '../../modules/at/errors.js';
import { cmeCause } from '../../modules/modem/result-cause.js';

test('the number of a CME error, and -1 for whatever is none', (t) => {
  const cause = (result?: string): number => cmeCause(cellularError('refused', 'refused', { result }));
  t.is(cause('+CME ERROR: 10'), 10);
  t.is(cause('+CME ERROR:320'), 320);
  t.is(cause('+CME ERROR: 0'), 0);
  t.is(cause('+CME ERROR: SIM not inserted'), -1);
  t.is(cause('+CME ERROR:'), -1);
  t.is(cause('+CMS ERROR: 10'), -1);
  t.is(cause('ERROR'), -1);
  t.is(cause(), -1);
});
