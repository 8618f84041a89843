import test, { type ExecutionContext } from 'ava';
import { ownBus } from './bus.js';
import { ConnectedModule } from './connected-module.js';
import { Program, run } from './program.js';

const MODEM_MANAGER = { command: 'ModemManager', package: 'modemmanager' };
const MMCLI = { command: 'mmcli', package: 'modemmanager' };
const DBUS_SEND = { command: 'dbus-send', package: 'dbus' };

const SET_PROFILE = [
  '--session',
  '--print-reply',
  '--dest=org.freedesktop.ModemManager1',
  '/org/freedesktop/ModemManager1',
  'org.freedesktop.ModemManager1.Test.SetProfile',
];

/** A ModemManager on a bus of its own, told that there is a modem of Fibocom's on the socket. */
class ModemManager {
  readonly #t: ExecutionContext;
  readonly #daemon: Program;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(t: ExecutionContext, daemon: Program, environment: NodeJS.ProcessEnv) {
    this.#t = t;
    this.#daemon = daemon;
    this.#environment = environment;
  }

  static async start(t: ExecutionContext, socketPath: string): Promise<ModemManager> {
    const environment = await ownBus(t);
    // Nothing of the machine's own is looked for: no udev, no sleep monitor.
    const isolated = ['--test-session', '--test-enable', '--test-no-udev', '--test-no-suspend-resume', '--debug'];
    const manager = new ModemManager(t, new Program(t, MODEM_MANAGER, isolated, environment), environment);
    await manager.says(/service name 'org.freedesktop.ModemManager1' was acquired/);
    const profile = ['string:cellnode', 'string:fibocom', `array:string:${socketPath}`];
    t.is((await run(t, DBUS_SEND, [...SET_PROFILE, ...profile], environment)).status, 0);
    return manager;
  }

  /** Resolves when its log matches. */
  async says(pattern: RegExp): Promise<void> {
    await this.#daemon.says(pattern);
  }

  /** Runs its command line on the modem; gives the answer as `key : value` lines. */
  async ask(...args: readonly string[]): Promise<string> {
    const { status, output } = await run(this.#t, MMCLI, ['--output-keyvalue', ...args], this.#environment);
    this.#t.is(status, 0, output);
    return output;
  }
}

test('ModemManager identifies the module, its card and its network, registers and sends messages', async (t) => {
  const connected = await ConnectedModule.start(t);
  const manager = await ModemManager.start(t, connected.socketPath);
  await manager.says(/state changed \(unknown -> disabled\)/);
  await manager.ask('-m', 'any', '--enable');
  await manager.says(/state changed \(enabled -> registered\)/);

  const modem = await manager.ask('-m', 'any');
  t.regex(modem, /modem\.generic\.plugin +: fibocom/);
  t.regex(modem, /modem\.generic\.manufacturer +: Fibocom/);
  t.regex(modem, /modem\.generic\.model +: MC669-CN/);
  t.regex(modem, /modem\.generic\.revision +: 18001\.1000\.00\.01\.01\.01/);
  t.regex(modem, /modem\.generic\.equipment-identifier +: 866123040012345/);
  t.regex(modem, /modem\.generic\.own-numbers\.value\[1\] +: \+8613800100500/);
  t.regex(modem, /modem\.generic\.state +: registered/);
  t.regex(modem, /modem\.generic\.access-technologies\.value\[1\] +: lte/);
  t.regex(modem, /modem\.3gpp\.operator-code +: 46001/);
  t.regex(modem, /modem\.3gpp\.operator-name +: CHN-UNICOM/);
  t.regex(modem, /modem\.3gpp\.packet-service-state +: attached/);
  const card = await manager.ask('-i', 'any');
  t.regex(card, /sim\.properties\.imsi +: 460010123456789/);
  t.regex(card, /sim\.properties\.iccid +: 89860321249930012345/);
  t.regex(card, /sim\.properties\.operator-name +: CHN-UNICOM/);

  const { messages } = connected.module.radio;
  const sent: unknown[] = [];
  messages.onSubmission.watch((message) => sent.push(message));
  await manager.ask('-m', 'any', '--messaging-create-sms=text="pump on",number="+8613800000002"');
  await manager.ask('-s', '0', '--send');
  t.deepEqual(sent, [{ number: '+8613800000002', text: 'pump on' }]);
});

test('ModemManager hears of a lost network and of a message', async (t) => {
  const connected = await ConnectedModule.start(t);
  const manager = await ModemManager.start(t, connected.socketPath);
  await manager.says(/state changed \(unknown -> disabled\)/);
  await manager.ask('-m', 'any', '--enable');
  await manager.says(/state changed \(enabled -> registered\)/);
  connected.module.radio.messages.send({ number: '+8613900000001', text: 'Tank full: 98 %' });
  await manager.says(/correctly parsed PDU/);
  connected.module.radio.setRegistration(3);
  await manager.says(/3GPP registration state changed \(home -> denied\)/);
});
