import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { ownBus } from './bus.js';
import { ConnectedModule } from './connected-module.js';
import { Program, run } from './program.js';
import { temporaryFolder } from './temporary-folder.js';

const OFONO = { command: 'ofonod', package: 'ofono' };
const DBUS_SEND = { command: 'dbus-send', package: 'dbus' };
/** A modem of oFono's that is reached by TCP: its driver for a simulator of phones, which speaks 27.007 by the drivers of all others. */
const MODEM = 'phonesim';
const POWERED = ['Modem.SetProperty', 'string:Powered', 'variant:boolean:true'] as const;
const ONLINE = ['Modem.SetProperty', 'string:Online', 'variant:boolean:true'] as const;

/** Its driver for this modem counts on a module that does not echo: what follows an echoed PDU is more of the echo to its parser. */
async function withoutEcho(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.write('ATE0\r');
  let answer = '';
  for await (const bytes of socket) {
    answer += String(bytes);
    if (answer.includes('OK')) return;
  }
}

/** An oFono on a bus of its own, told that there is a modem at the TCP port. */
class OFono {
  readonly #t: ExecutionContext;
  readonly #daemon: Program;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(t: ExecutionContext, daemon: Program, environment: NodeJS.ProcessEnv) {
    this.#t = t;
    this.#daemon = daemon;
    this.#environment = environment;
  }

  static async start(t: ExecutionContext, port: number): Promise<OFono> {
    const environment = await ownBus(t);
    const configuration = join(await temporaryFolder(t), 'phonesim.conf');
    await writeFile(configuration, `[${MODEM}]\nAddress=127.0.0.1\nPort=${port}\n`);
    // Nothing of the machine's own is looked for.
    const isolated = ['--nodetach', '--debug', '--noplugin=udev*,bluez*,hfp*'];
    const daemon = new Program(t, OFONO, isolated, { ...environment, OFONO_PHONESIM_CONFIG: configuration });
    await daemon.says(/ofono_modem_register/);
    return new OFono(t, daemon, environment);
  }

  /** Resolves when its log matches. */
  async says(pattern: RegExp): Promise<void> {
    await this.#daemon.says(pattern);
  }

  /** Calls a method of the modem's; gives the answer without its line ends and types. */
  async ask(method: string, ...args: readonly string[]): Promise<string> {
    const call = ['--system', '--print-reply', '--reply-timeout=60000', '--dest=org.ofono', `/${MODEM}`, `org.ofono.${method}`];
    const { status, output } = await run(this.#t, DBUS_SEND, [...call, ...args], this.#environment);
    this.#t.is(status, 0, output);
    return output.replaceAll(/\s+/g, ' ');
  }
}

test('oFono identifies the module and its card, registers, attaches, and takes messages both ways', async (t) => {
  const connected = await ConnectedModule.start(t);
  await withoutEcho(connected.port);
  const ofono = await OFono.start(t, connected.port);
  await ofono.ask(...POWERED);
  await ofono.says(/modem_change_state\(\) old state: 1, new state: 2/);
  await ofono.ask(...ONLINE);
  await ofono.says(/gprs_attach_callback\(\) \S+ error = 0/);
  await ofono.says(/cops_cb: CHN-UNICOM/);
  await ofono.says(/at_cmgl_done/);

  const modem = await ofono.ask('Modem.GetProperties');
  t.regex(modem, /"Manufacturer" variant string "Fibocom"/);
  t.regex(modem, /"Model" variant string "MC669-CN"/);
  t.regex(modem, /"Serial" variant string "866123040012345"/);
  const card = await ofono.ask('SimManager.GetProperties');
  t.regex(card, /"CardIdentifier" variant string "89860321249930012345"/);
  t.regex(card, /"SubscriberIdentity" variant string "460010123456789"/);
  t.regex(card, /"SubscriberNumbers" variant array \[ string "\+8613800100500"/);
  const network = await ofono.ask('NetworkRegistration.GetProperties');
  t.regex(network, /"Status" variant string "registered"/);
  t.regex(network, /"Name" variant string "CHN-UNICOM/);
  t.regex(network, /"Technology" variant string "lte"/);

  const { messages } = connected.module.radio;
  const sent: unknown[] = [];
  messages.onSubmission.watch((message) => sent.push(message));
  await ofono.ask('MessageManager.SendMessage', 'string:+8613800000002', 'string:pump on');
  await ofono.says(/Got MR: 1/);
  t.deepEqual(sent, [{ number: '+8613800000002', text: 'pump on' }]);
  messages.send({ number: '+8613900000001', text: 'Tank full' });
  await ofono.says(/Got new SMS Deliver PDU via CMT/);
});
