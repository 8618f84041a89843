import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SerialPort } from 'serialport';
import { NativePackageError, nativePackage } from '../native-package.js';

/** How a port is opened. */
export interface PortOptions {
  /** Bits per second, 8N1; 115200 when not given. A socket has none. */
  readonly baud?: number;
}

/** What stands before the host and port of a TCP end. */
const TCP = 'tcp://';

/**
 * Opens the way to a module: a serial device (`/dev/ttyUSB0`, `COM3`, a simulated module's `/dev/pts/3`), a Unix socket's path,
 * or `tcp://host:port`. Rejects with an error that names it and says what to do.
 */
export async function openPort(address: string, { baud = 115_200 }: PortOptions = {}): Promise<Duplex> {
  try {
    if (address.startsWith(TCP)) return await openTcp(address);
    return (await isSocket(address)) ? await opened(connect({ path: address })) : await openDevice(address, baud);
  } catch (error) {
    throw new Error(`${address}: ${reasonOf(error)}`, { cause: error });
  }
}

/** Closes what {@link openPort} has opened, when all that was written has left. Legal for one that has gone by itself. */
export function closePort(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    if (!isDevice(stream)) {
      stream.once('close', resolve);
      if (stream.closed) resolve();
      else stream.end(() => stream.destroy());
    } else if (stream.isOpen) {
      // To destroy the stream would leave the device open.
      stream.drain(() => stream.close(() => resolve()));
    } else {
      resolve();
    }
  });
}

/** Whether it is a serial device and no socket. The class that would tell is loaded with the first device only. */
function isDevice(stream: Duplex): stream is SerialPort {
  return 'isOpen' in stream && 'drain' in stream;
}

function openTcp(address: string): Promise<Duplex> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || url.hostname === '' || url.port === '') throw new Error('it must be tcp://host:port');
  return opened(connect({ host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port), noDelay: true }));
}

async function opened<Socket extends ReturnType<typeof connect>>(socket: Socket): Promise<Duplex> {
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function openDevice(path: string, baudRate: number): Promise<Duplex> {
  const { SerialPort } = await nativePackage('serialport', 'serial devices', () => import('serialport'));
  return new Promise((resolve, reject) => {
    const port = new SerialPort({ path, baudRate }, (error) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}

async function isSocket(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isSocket();
  } catch {
    return false;
  }
}

const ADVICE: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [/no such file|ENOENT|file not found/i, 'there is no such device; is the module plugged in, and is that its name?'],
  [/permission denied|EACCES|access denied/i, 'not permitted; on Linux, users of serial ports belong to the group dialout'],
  [/cannot lock|resource busy|EBUSY/i, 'another program has it open; end that first'],
  [/ECONNREFUSED/, 'nothing listens there; is the simulated module running?'],
  [/inappropriate ioctl|ENOTTY/i, 'it is no serial device'],
];

/** In plain words where the reason is a usual one. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof NativePackageError) return message;
  return ADVICE.find(([pattern]) => pattern.test(message))?.[1] ?? message;
}
