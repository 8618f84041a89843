import test from 'ava';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { PoisonMessage } from '../../modules/telemetry/poison-message.js';
import { Reporter } from '../../modules/telemetry/progress.js';

test('four closings prove it, the last two of them with another message taken before each', (t) => {
  const poison = new PoisonMessage({ time: new VirtualTime(), topic: 't', reporter: new Reporter(undefined), onDue: () => undefined });
  t.false(poison.closed(1, 't'));
  t.false(poison.closed(1, 't'));
  t.is(poison.passedOver, 1);
  poison.passed(2, 't');
  t.false(poison.closed(1, 't'), 'once may be by chance');
  poison.passed(3, 't');
  t.true(poison.closed(1, 't'));
  t.is(poison.passedOver, 0);
});
