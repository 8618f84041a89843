import { FlashPower } from '../../host-sim/flash/flash-power.js';
import { afterBytes, cleared } from '../../host-sim/flash/interruptions.js';
import { NorFlash } from '../../host-sim/flash/nor-flash.js';
import { JournalOutbox } from '../../modules/telemetry/journal/journal-outbox.js';
import type { Outbox } from '../../modules/telemetry/outbox.js';
import { RecordKind } from '../../modules/telemetry/record.js';
import { MINUTE, onEveryProfile, ScenarioBench } from './scenario-bench.js';

/** Blocks of four readings, so that a few minutes fill and erase some. */
const FLASH = { blockLength: 512, blocks: 8 };
const OPERATIONS = 40;

/**
 * Where a host keeps its readings through losses of power, and the numbers of those that it has accepted. Of the program's
 * own messages the bench takes account.
 */
function journal(): { readonly open: () => Outbox; readonly power: FlashPower; readonly accepted: number[] } {
  const power = new FlashPower();
  const flash = new NorFlash({ ...FLASH, power });
  const accepted: number[] = [];
  const open = (): Outbox => {
    const outbox = new JournalOutbox({ flash: { io: flash }, maximumPayload: 200 });
    const append = outbox.append.bind(outbox);
    outbox.append = (...reading) => {
      const sequence = append(...reading);
      if (sequence > 0 && reading[0][0] !== RecordKind.message) accepted.push(sequence);
      return sequence;
    };
    return outbox;
  };
  return { open, power, accepted };
}

for (const [what, interruption] of [
  ['before its first byte', afterBytes(0)],
  ['after five bytes', afterBytes(5)],
  ['with all bits cleared', cleared],
] as const) {
  onEveryProfile(`F28: power is lost in an operation of the flash, ${what}: every accepted reading arrives`, (t, profile) => {
    for (let operation = 0; operation < OPERATIONS; operation += 1) {
      const { open, power, accepted } = journal();
      const bench = new ScenarioBench(profile, { outbox: open });
      power.failIn(operation, interruption);
      bench.node.start();
      bench.until(() => !power.isOn, 'power is lost', 30 * MINUTE);
      power.restore();
      bench.restartHost();
      const before = accepted.length;
      bench.until(() => accepted.length > before + 2 && bench.node.statistics.waiting === 0, 'all is delivered');
      const arrived = new Set(bench.readings().map(({ sequence }) => sequence));
      t.deepEqual(accepted.filter((sequence) => !arrived.has(sequence)), [], `operation ${operation}`);
    }
  });
}
