import test from 'ava';
import { Outstanding } from '../../../host-sim/broker/outstanding.js';

test('each outcome is told once', (t) => {
  const outstanding = new Outstanding();
  const told: number[] = [];
  const first = outstanding.add<number>((outcome) => told.push(outcome), 128);
  outstanding.add<number>((outcome) => told.push(outcome), 129);
  first(1);
  first(2);
  t.deepEqual(told, [1]);
  outstanding.failAll();
  outstanding.failAll();
  t.deepEqual(told, [1, 129]);
});

test('after the end nothing is told, whether it was added before or after', (t) => {
  const outstanding = new Outstanding();
  const before = outstanding.add<boolean>(() => t.fail(), false);
  outstanding.end();
  const after = outstanding.add<boolean>(() => t.fail(), false);
  before(true);
  after(true);
  outstanding.failAll();
  t.pass();
});
