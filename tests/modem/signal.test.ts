import test from 'ava';
import { signalPower, signalStrength } from '../../modules/cellular/signal.js';

test('power in dBm', (t) => {
  t.is(signalPower(0), -113);
  t.is(signalPower(20), -73);
  t.is(signalPower(31), -51);
  t.is(signalPower(99), undefined);
  t.is(signalPower(32), undefined);
});

test("the guide's words and their bounds", (t) => {
  t.is(signalStrength(0), 'weak');
  t.is(signalStrength(12), 'weak');
  t.is(signalStrength(13), 'moderate');
  t.is(signalStrength(20), 'moderate');
  t.is(signalStrength(21), 'strong');
  t.is(signalStrength(31), 'strong');
  t.is(signalStrength(99), 'unknown');
});
