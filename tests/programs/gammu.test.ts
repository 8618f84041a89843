import test, { type ExecutionContext } from 'ava';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConnectedModule } from './connected-module.js';
import { run } from './program.js';
import { temporaryFolder } from './temporary-folder.js';

const GAMMU = { command: 'gammu', package: 'gammu' };

/** Runs one command of gammu's on the module; gives what it printed. */
async function gammu(t: ExecutionContext, { path }: ConnectedModule, ...args: readonly string[]): Promise<string> {
  const configuration = join(await temporaryFolder(t), 'gammurc');
  await writeFile(configuration, `[gammu]\ndevice = ${path}\nconnection = at115200\n`);
  const { status, output } = await run(t, GAMMU, ['-c', configuration, ...args]);
  t.is(status, 0);
  return output;
}

test('identifies the module, its card and its network', async (t) => {
  const connected = await ConnectedModule.start(t);
  const identity = await gammu(t, connected, 'identify');
  t.regex(identity, /Manufacturer +: Fibocom/);
  t.regex(identity, /Model +: .*MC669-CN/);
  t.regex(identity, /Firmware +: 18001\.1000\.00\.01\.01\.01/);
  t.regex(identity, /IMEI +: 866123040012345/);
  t.regex(identity, /SIM IMSI +: 460010123456789/);
  const network = await gammu(t, connected, 'networkinfo');
  t.regex(network, /Network state +: home network/);
  t.regex(network, /Network +: 460 01 .*LAC 1A2B, CID 01A2B3C4/);
  t.regex(network, /Name in phone +: "CHN-UNICOM"/);
  t.regex(network, /GPRS +: attached/);
});

test('monitors signal, network and messages', async (t) => {
  const connected = await ConnectedModule.start(t);
  connected.module.radio.setSignal(10);
  connected.module.radio.messages.send({ number: '+8613900000001', text: 'waiting' });
  const state = await gammu(t, connected, 'monitor', '1');
  t.regex(state, /Signal strength +: -93 dBm/);
  t.regex(state, /SIM SMS status +: 1 used, .* 50 locations/);
  t.regex(state, /Enabling info about incoming SMS +: No error/);
});

test('reads a message and sends one', async (t) => {
  const connected = await ConnectedModule.start(t);
  const { messages } = connected.module.radio;
  const sent: unknown[] = [];
  messages.onSubmission.watch((message) => sent.push(message));
  messages.send({ number: '+8613900000001', text: 'Tank full: 98 % {ok}' });
  const inbox = await gammu(t, connected, 'getallsms');
  t.regex(inbox, /Remote number +: "\+8613900000001"/);
  t.regex(inbox, /Tank full: 98 % \{ok\}/);
  await gammu(t, connected, 'sendsms', 'TEXT', '+8613800000002', '-text', 'pump on');
  t.deepEqual(sent, [{ number: '+8613800000002', text: 'pump on' }]);
});
