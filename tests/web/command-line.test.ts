import test from 'ava';
import { cellnode, CellnodeProcess } from '../cli/cellnode-process.js';
import { ask } from './http-client.js';

test('--web prints where the page is before ready, and serves it until the simulator ends', async (t) => {
  const sim = new CellnodeProcess(t, ['sim', '--no-pty', '--web', '0']);
  await sim.until(() => sim.lines.includes('ready'), 'ready');
  const lines = sim.lines.map((line) => line.replace(/\d+$/, 'N'));
  t.deepEqual(lines, ['broker mqtt://127.0.0.1:N', 'web http://127.0.0.1:N', 'ready']);
  const { status, body } = await ask(await sim.lineAfter('web '));
  t.is(status, 200);
  t.true(body.includes('<title>cellnode simulator</title>'));

  const [, port] = (await sim.lineAfter('web http://')).split(':');
  const second = await cellnode(t, 'sim', '--no-pty', '--web', port);
  t.is(second.status, 1);
  t.regex(second.complaints, /--web \d+: in use by another program; end it, or choose another/);

  const { status: exit, complaints } = await sim.end('SIGINT');
  t.is(exit, 0);
  t.is(complaints, '');
});

test('refuses a port that is none', async (t) => {
  const { status, complaints } = await cellnode(t, 'sim', '--web', '70000');
  t.is(status, 1);
  t.regex(complaints, /--web \[port\].*It must be a whole number from 0 to 65535\./);
});
