import test from 'ava';
import { ConnectedModule } from './connected-module.js';
import { Program } from './program.js';

const PICOCOM = { command: 'picocom', package: 'picocom', killsGroup: true };

test('what is typed in picocom is answered', async (t) => {
  const { path } = await ConnectedModule.start(t);
  const picocom = new Program(t, PICOCOM, ['--baud', '115200', '--quiet', '--nolock', path]);
  picocom.type('AT+CSX\bQ\r');
  await picocom.says(/\+CSQ: 20,99\r\n\r\nOK\r\n/);
  picocom.type('at+cmee=2;+nosuch\r');
  await picocom.says(/\+CME ERROR: unknown\r\n/);
  picocom.type('A/');
  await picocom.says(/A\/\r\n\+CME ERROR: unknown\r\n/);
  // Ctrl-A Ctrl-X leaves it.
  picocom.type('\u0001\u0018');
  t.is((await picocom.ends()).status, 0);
});
