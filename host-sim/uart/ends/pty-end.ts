import { execFile } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import { promisify } from 'node:util';
import { nativePackage } from '../../native-package.js';
import type { LineEnd } from './line-end.js';

/**
 * Opens a pseudo-terminal whose slave is the module's serial port for any terminal program: raw, without an echo of its own,
 * and there for as long as the end is open, whoever opens and closes it meanwhile. It has no rate and no modem control lines.
 *
 * What nobody reads waits in the system's buffer (some kilobytes) for whoever opens the slave next, unless they flush it, as
 * most serial libraries do; what does not fit there is lost and counted, as it is behind a UART without flow control.
 *
 * Rejects where the optional package `@lydell/node-pty`, or a build of it for this system, is missing.
 */
export async function openPty(): Promise<LineEnd> {
  const { open } = await nativePackage('@lydell/node-pty', 'pseudo-terminals', () => import('@lydell/node-pty'));
  const { fd, master, slave, ptsName } = open({ encoding: null });
  // Without a slave that is held open, the last client's close would be an end of file here, and would reset the raw mode.
  const hold = openSync(ptsName, constants.O_RDWR | constants.O_NOCTTY);
  // The package reads the slave too, and so would take from the clients what is theirs.
  slave.destroy();
  try {
    await makeRaw(ptsName);
  } catch (error) {
    master.destroy();
    closeSync(hold);
    throw error;
  }
  return new PtyEnd(`pty ${ptsName}`, fd, master, hold);
}

/**
 * What is set stays set for as long as the slave is held open. Node's own raw mode leaves output processing on, which would
 * make two bytes of each line feed that a client writes.
 */
async function makeRaw(path: string): Promise<void> {
  const device = process.platform === 'darwin' ? '-f' : '-F';
  await promisify(execFile)('stty', [device, path, 'raw', '-echo', '-iexten', 'clocal']);
}

class PtyEnd implements LineEnd {
  readonly name: string;
  lost = 0;
  readonly #fd: number;
  readonly #master: ReadStream;
  readonly #hold: number;
  #isOpen = true;

  constructor(name: string, fd: number, master: ReadStream, hold: number) {
    this.name = name;
    this.#fd = fd;
    this.#master = master;
    this.#hold = hold;
  }

  /** Through the descriptor: the stream waits actively until a client reads, and holds up the whole process with it. */
  write(bytes: Uint8Array): void {
    let written = 0;
    while (this.#isOpen && written < bytes.length) {
      const count = writeSome(this.#fd, bytes.subarray(written));
      if (count === 0) break;
      written += count;
    }
    this.lost += bytes.length - written;
  }

  onBytes(handler: (bytes: Uint8Array) => void): void {
    this.#master.on('data', handler);
  }

  pause(): void {
    this.#master.pause();
  }

  resume(): void {
    this.#master.resume();
  }

  close(): Promise<void> {
    if (!this.#isOpen) return Promise.resolve();
    this.#isOpen = false;
    return new Promise((resolve) => {
      this.#master.once('close', () => {
        closeSync(this.#hold);
        resolve();
      });
      this.#master.destroy();
    });
  }
}

/** Gives how many bytes the system's buffer took. */
function writeSome(fd: number, bytes: Uint8Array): number {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return 0;
    throw error;
  }
}
