import test from 'ava';
import { cellularError } from '../../modules/base/errors.js';
import { cmeCause } from '../../modules/cellular/result-cause.js';

test('the number of a CME error, and -1 for whatever is none', (t) => {
  const cause = (result?: string): number => cmeCause(cellularError('refused', 'refused', { result }));
  t.is(cause('+CME ERROR: 10'), 10);
  t.is(cause('+CME ERROR:320'), 320);
  t.is(cause('+CME ERROR: 0'), 0);
  t.is(cause('+CME ERROR: 1x'), -1);
  t.is(cause('+CME ERROR: phone failure'), -1);
  t.is(cause('+CME ERROR:'), -1);
  t.is(cause('+CMS ERROR: 10'), -1);
  t.is(cause('ERROR'), -1);
  t.is(cause(), -1);
});

test('what modules say in words, though they were told to number, is the same number', (t) => {
  const cause = (words: string): number => cmeCause(cellularError('refused', 'refused', { result: `+CME ERROR: ${words}` }));
  t.is(cause('SIM not inserted'), 10);
  t.is(cause('(U)SIM not inserted'), 10);
  t.is(cause('SIM PIN required'), 11);
  t.is(cause('SIM PUK required'), 12);
  t.is(cause('SIM failure'), 13);
  t.is(cause('SIM busy '), 14);
  t.is(cause('SIM BUSY'), 14);
  t.is(cause('SIM wrong'), 15);
  t.is(cause('incorrect password'), 16);
  t.is(cause('operation not allowed'), 3);
});
