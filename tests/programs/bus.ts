import type { ExecutionContext } from 'ava';
import { Program } from './program.js';

const BUS_DAEMON = { command: 'dbus-daemon', package: 'dbus' };

/** A bus of the test's own in the place of the session's and the system's: the environment of who is to use it. */
export async function ownBus(t: ExecutionContext): Promise<NodeJS.ProcessEnv> {
  const bus = new Program(t, BUS_DAEMON, ['--session', '--nofork', '--print-address=1']);
  const [address] = /unix:\S+/.exec(await bus.says(/unix:\S+\n/)) ?? [''];
  return { DBUS_SESSION_BUS_ADDRESS: address, DBUS_SYSTEM_BUS_ADDRESS: address };
}
