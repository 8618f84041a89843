import test from 'ava';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConnectedModule } from './connected-module.js';
import { Program } from './program.js';
import { temporaryFolder } from './temporary-folder.js';

const SPOOLS = ['outgoing', 'checked', 'failed', 'sent', 'incoming'];

/** As a user writes it, for one modem. */
function configuration(folder: string, device: string): string {
  return [
    'devices = GSM1',
    'delaytime = 1',
    `logfile = ${folder}/log`,
    `pidfile = ${folder}/pid`,
    `infofile = ${folder}/info`,
    ...SPOOLS.map((spool) => `${spool} = ${folder}/${spool}`),
    '[GSM1]',
    `device = ${device}`,
    'incoming = yes',
    '',
  ].join('\n');
}

test('smsd sends what is queued, and files what comes', async (t) => {
  const connected = await ConnectedModule.start(t);
  const { messages } = connected.module.radio;
  const folder = await temporaryFolder(t);
  await Promise.all(SPOOLS.map((spool) => mkdir(join(folder, spool))));
  await writeFile(join(folder, 'conf'), configuration(folder, connected.path));
  await writeFile(join(folder, 'outgoing', 'queued'), 'To: 8613800000002\n\npump on');

  const submitted = new Promise((resolve) => messages.onSubmission.watch(resolve));
  const deleted = connected.event((event) => event.type === 'command' && event.command === 'AT+CMGD=');
  messages.send({ number: '+8613900000001', text: 'Tank full: 98 %' });
  const smsd = new Program(t, { command: 'smsd', package: 'smstools' }, ['-t', `-c${folder}/conf`]);
  t.deepEqual(await Promise.race([submitted, smsd.ends()]), { number: '+8613800000002', text: 'pump on' });
  // It deletes from the card only what it has filed.
  await Promise.race([deleted, smsd.ends()]);
  smsd.kill();
  await smsd.ends();

  const [file] = await readdir(join(folder, 'incoming'));
  const filed = await readFile(join(folder, 'incoming', file), 'latin1');
  t.regex(filed, /^From: 8613900000001$/m);
  t.regex(filed, /\n\nTank full: 98 %$/);
  t.deepEqual(await readdir(join(folder, 'failed')), []);
});
