import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { fileFlash } from '../../host-sim/flash/file-flash.js';
import { JournalOutbox } from '../../modules/telemetry/journal/journal-outbox.js';
import { onEveryProfile, recovers, ScenarioBench } from './scenario-bench.js';

const SECOND_PROGRAM = fileURLToPath(new URL('../host-sim/flash/lock-racer.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cellnode-two-programs-'));
test.after.always(() => rmSync(folder, { recursive: true }));

onEveryProfile('F41: a second program on the outbox of a node is refused by name, and the node loses nothing by it', (t, profile) => {
  const path = join(folder, profile);
  const bench = ScenarioBench.online(profile, { outbox: () => new JournalOutbox({ flash: { io: fileFlash, path } }) });
  const { stdout } = spawnSync(process.execPath, [SECOND_PROGRAM, path], { encoding: 'utf8', input: '' });
  t.is(stdout.trim(), `${path} is in use by process ${process.pid}: end that one, or name another file`);
  recovers(t, bench, 60_000);
});
