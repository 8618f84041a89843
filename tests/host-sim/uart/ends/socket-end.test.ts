import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { listenTcp, listenUnix } from '../../../../host-sim/uart/ends/socket-end.js';
import { Awaiter } from '../../../support/awaiter.js';
import type { LineEnd } from '../../../../host-sim/uart/ends/line-end.js';

function portOf(end: LineEnd): number {
  return Number(end.name.split(':')[1]);
}

/** A client, and the text that it has received. */
class Client {
  text = '';
  readonly socket: Socket;
  readonly #awaiter = new Awaiter();

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes) => {
      this.text += bytes.toString('latin1');
      this.#awaiter.changed();
    });
  }

  static async connect(end: LineEnd): Promise<Client> {
    const socket = connect(portOf(end), '127.0.0.1');
    await once(socket, 'connect');
    return new Client(socket);
  }

  until(text: string): Promise<unknown> {
    return this.#awaiter.until(() => this.text.includes(text), text, () => this.text);
  }
}

test('every client hears the module, and the module hears every client', async (t) => {
  const end = await listenTcp(0);
  t.teardown(() => end.close());
  const awaiter = new Awaiter();
  let heard = '';
  end.onBytes((bytes) => {
    heard += Buffer.from(bytes).toString('latin1');
    awaiter.changed();
  });
  const heardText = (text: string): Promise<unknown> => awaiter.until(() => heard === text, text, () => heard);
  const [first, second] = await Promise.all([Client.connect(end), Client.connect(end)]);

  first.socket.write('AT\r');
  await heardText('AT\r');
  second.socket.write('ATI\r');
  await heardText('AT\rATI\r');
  end.write(Buffer.from('OK'));
  await Promise.all([first.until('OK'), second.until('OK')]);

  first.socket.destroy();
  second.socket.write('A/');
  await heardText('AT\rATI\rA/');
  t.pass();
});

test('a client that does not read loses what is too much for it, and the others lose nothing', async (t) => {
  const end = await listenTcp(0);
  t.teardown(() => end.close());
  const reader = await Client.connect(end);
  const deaf = connect(portOf(end), '127.0.0.1');
  await once(deaf, 'connect');
  t.teardown(() => deaf.destroy());
  const piece = Buffer.alloc(16 * 1024, 'A');
  let sent = 0;
  // Far more than the sockets' own buffers hold, each piece when the reader has the one before.
  while (end.lost === 0 && sent < 2 ** 26) {
    end.write(piece);
    sent += piece.length;
    while (reader.text.length < sent) await once(reader.socket, 'data');
  }
  t.true(end.lost > 0);
  t.is(reader.text.length, sent);
});

test('a Unix socket is removed with its end', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-test-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const path = join(folder, 'module');
  const end = await listenUnix(path);
  t.is(end.name, `unix ${path}`);
  const client = connect({ path });
  await once(client, 'connect');
  const closed = once(client, 'close');
  await end.close();
  await closed;
  t.false(existsSync(path));
  await t.notThrowsAsync(end.close());
});

test('a path that no socket can have is refused, and nothing is made of its beginning', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'ü'.repeat(60));
  await t.throwsAsync(listenUnix(path), { message: new RegExp(`the path has ${Buffer.byteLength(path)} bytes`) });
  t.deepEqual(await readdir(folder), []);
});

test('an end tells that the program which has sent last is gone, and no other', async (t) => {
  const end = await listenTcp(0);
  t.teardown(() => end.close());
  const gone = new Awaiter();
  let count = 0;
  let heard = 0;
  end.onBytes((bytes) => {
    heard += bytes.length;
    gone.changed();
  });
  end.onGone?.(() => {
    count += 1;
    gone.changed();
  });
  const [first, second] = [connect(portOf(end)), connect(portOf(end))];
  await Promise.all([once(first, 'connect'), once(second, 'connect')]);
  first.write('AT');
  await gone.until(() => heard === 2, 'the first is heard', () => `${heard} bytes`);
  second.write('AT');
  await gone.until(() => heard === 4, 'the second is heard', () => `${heard} bytes`);
  first.destroy();
  second.destroy();
  await gone.until(() => count > 0, 'the second is gone', () => `${count}`);
  t.is(count, 1);
});

test('a Unix socket that a crash has left is taken over, and one in use is not', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-test-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const path = join(folder, 'module');
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  t.is(spawnSync(process.execPath, ['-e', script]).signal, 'SIGKILL');
  t.true(existsSync(path));
  const end = await listenUnix(path);
  t.teardown(() => end.close());
  await t.throwsAsync(listenUnix(path), { code: 'EADDRINUSE' });
  await writeFile(join(folder, 'file'), '');
  await t.throwsAsync(listenUnix(join(folder, 'file')), { code: 'EADDRINUSE' });
  t.true(existsSync(join(folder, 'file')));
});
