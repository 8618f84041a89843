import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { cellularError, RETRYABLE } from '../../modules/base/errors.js';

/** How often the lock of a dead process is taken away before another one counts as being quicker each time. */
const ATTEMPTS = 10;

/** The paths that this process has locked, and how many users each has in it. */
const held = new Map<string, number>();

/**
 * Keeps other processes from `path`, by a file beside it that names this one: `<path>.lock`. What is opened several times within a
 * process, as for the parts of one partition, is locked once. The lock of a process that has ended, however it ended, is taken
 * over. Only processes that see each other by their numbers keep each other out: not those of two containers, or two machines.
 *
 * Throws `storage`, which names the file and the process, when another one has it.
 */
export function lockForProcess(path: string): void {
  const users = held.get(path) ?? 0;
  if (users === 0) lock(path);
  held.set(path, users + 1);
}

export function unlockForProcess(path: string): void {
  const users = held.get(path) ?? 0;
  if (users > 1) return void held.set(path, users - 1);
  held.delete(path);
  rmSync(`${path}.lock`, { force: true });
}

function lock(path: string): void {
  const name = `${path}.lock`;
  const own = `${name}.${process.pid}`;
  writeFileSync(own, identityOf(process.pid), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (hasLinked(own, name)) return;
      const owner = contentOf(name);
      if (owner === undefined) continue;
      if (isAlive(owner)) throw inUse(path, owner);
      takeAway(name, owner);
    }
  } finally {
    rmSync(own, { force: true });
  }
  throw inUse(path, contentOf(name) ?? '');
}

/** Both at once: the lock is there with what it says, or it is not. */
function hasLinked(own: string, name: string): boolean {
  try {
    linkSync(own, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Another process may have been quicker, and the lock be its own by now: that one is put back. */
function takeAway(name: string, owner: string): void {
  const aside = `${name}.${process.pid}.stale`;
  try {
    renameSync(name, aside);
  } catch {
    return;
  }
  if (contentOf(aside) !== owner) hasLinked(aside, name);
  rmSync(aside, { force: true });
}

/** Number and start of a process: numbers are given again, on the same day and after each boot. */
function identityOf(pid: number): string {
  const start = contentOf(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ')[19];
  const boot = contentOf('/proc/sys/kernel/random/boot_id')?.trim();
  return [pid, start ?? '', boot ?? ''].join(' ');
}

function isAlive(identity: string): boolean {
  const pid = Number(identity.split(' ')[0]);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return pid > 0 && identity === identityOf(pid);
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

function inUse(path: string, owner: string): Error {
  const message = `${path} is in use by process ${owner.split(' ')[0]}: end that one, or name another file`;
  return cellularError('storage', message, RETRYABLE);
}
