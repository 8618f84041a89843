import test from 'ava';
import { fileURLToPath } from 'node:url';
import { Awaiter } from '../support/awaiter.js';
import { IndependentClient } from '../support/independent-client.js';
import { ConnectedModule } from './connected-module.js';
import { run } from './program.js';

/** From where the compiled test is. */
const SCRIPT = fileURLToPath(new URL('../../../tests/programs/guide-session.chat', import.meta.url));

test("ppp's chat goes through the guide's session, and its messages arrive", async (t) => {
  const { path, brokerUrl } = await ConnectedModule.start(t);
  const client = await IndependentClient.connect(brokerUrl);
  t.teardown(() => client.close());
  const arrived: string[] = [];
  const awaiter = new Awaiter();
  await client.subscribe('test1', ({ payload }) => {
    arrived.push(Buffer.from(payload).toString());
    awaiter.changed();
  });

  // chat speaks to its standard input and output, as pppd has opened them for it.
  const session = `exec chat -v -s -S -f "${SCRIPT}" < "${path}" > "${path}"`;
  const { status, output } = await run(t, { command: 'sh', package: 'ppp' }, ['-c', session]);
  t.is(status, 0, output.includes('chat: not found') ? 'apt-get install ppp' : output);
  await awaiter.until(() => arrived.length === 2, 'two messages', () => arrived.join());
  t.deepEqual(arrived, ['123', '456']);
});
