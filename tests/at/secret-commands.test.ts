import test from 'ava';
import { commands } from '../../modules/fibocom/table.js';
import { mqttUser } from '../../modules/fibocom/mqtt.js';

test('a command holds a secret when one of its arguments is secret, and not otherwise', (t) => {
  for (const command of commands) {
    const hasSecret = command.arguments.some((field) => field.kind === 'quoted' && field.secret === true);
    t.is(command.holdsSecret, hasSecret, command.summary);
  }
  t.true(mqttUser.holdsSecret);
});
