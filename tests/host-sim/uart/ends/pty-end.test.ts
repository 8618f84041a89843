import { execFileSync } from 'node:child_process';
import test from 'ava';
import type { LineEnd } from '../../../../host-sim/uart/ends/line-end.js';
import { openPty } from '../../../../host-sim/uart/ends/pty-end.js';
import { Awaiter } from '../../../support/awaiter.js';
import { SerialClient } from '../../../support/serial-client.js';

/** Every value of a byte, those that a cooked terminal would take for itself included. */
const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, value) => value);

function pathOf(end: LineEnd): string {
  return end.name.replace(/^pty /, '');
}

/** What has come from clients. */
class ModuleEar {
  bytes: readonly number[] = [];
  readonly #awaiter = new Awaiter();

  constructor(end: LineEnd) {
    end.onBytes((bytes) => {
      this.bytes = [...this.bytes, ...bytes];
      this.#awaiter.changed();
    });
  }

  untilLength(length: number): Promise<unknown> {
    return this.#awaiter.until(() => this.bytes.length >= length, `${length} bytes`, () => String(this.bytes.length));
  }
}

test('is raw and without an echo before any client has set anything', async (t) => {
  const end = await openPty();
  t.teardown(() => end.close());
  const settings = execFileSync('stty', ['-a', '-F', pathOf(end)], { encoding: 'utf8' });
  for (const setting of ['-echo', '-icanon', '-isig', '-icrnl', '-ixon', '-opost', '-iexten']) {
    t.true(settings.split(/[\s;]+/).includes(setting), setting);
  }
});

test('carries every byte both ways as it is, to one client after another', async (t) => {
  const end = await openPty();
  t.teardown(() => end.close());
  const ear = new ModuleEar(end);
  for (const round of [1, 2, 3]) {
    const client = await SerialClient.open(t, pathOf(end));
    client.type(ALL_BYTES);
    await ear.untilLength(256 * round);
    t.deepEqual(ear.bytes.slice(-256), [...ALL_BYTES], `to the module, client ${round}`);
    end.write(ALL_BYTES);
    t.deepEqual([...(await client.untilLength(256))], [...ALL_BYTES], `from the module, client ${round}`);
    await client.close();
  }
});

test('holds up nobody when no client reads, and counts what is lost', async (t) => {
  const end = await openPty();
  t.teardown(() => end.close());
  const piece = new Uint8Array(1024).fill(0x41);
  for (let count = 0; count < 1024; count += 1) end.write(piece);
  t.true(end.lost > 0);
  t.true(end.lost < 1024 * 1024, 'some waits for whoever opens it');
});

test('while it is paused, what a client writes waits', async (t) => {
  const end = await openPty();
  t.teardown(() => end.close());
  const ear = new ModuleEar(end);
  end.pause();
  const client = await SerialClient.open(t, pathOf(end));
  client.type(ALL_BYTES);
  await client.close();
  t.is(ear.bytes.length, 0, 'written and closed, and not taken');
  end.resume();
  await ear.untilLength(256);
  t.deepEqual(ear.bytes, [...ALL_BYTES]);
});

test('takes nothing any more when closed, and may be closed twice', async (t) => {
  const end = await openPty();
  await end.close();
  await end.close();
  end.write(ALL_BYTES);
  t.is(end.lost, 256);
});
