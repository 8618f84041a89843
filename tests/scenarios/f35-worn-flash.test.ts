import { WornFlash } from '../../host-sim/flash/worn-flash.js';
import { FULL_POLICIES } from '../../modules/telemetry/journal/full-policy.js';
import { JournalOutbox } from '../../modules/telemetry/journal/journal-outbox.js';
import { MINUTE, onEveryProfile, ScenarioBench } from './scenario-bench.js';

const BLOCK_LENGTH = 1024;
const BLOCKS = 20;

for (const whenFull of FULL_POLICIES) {
  onEveryProfile(`F35: cells wear out, ${whenFull}: no sample fails, and every reading arrives under its own number`, (t, profile) => {
    const flash = new WornFlash({ blockLength: BLOCK_LENGTH, blocks: BLOCKS });
    const outboxes: JournalOutbox[] = [];
    const bench = ScenarioBench.online(profile, {
      outbox: () => {
        const outbox = new JournalOutbox({ flash: { io: flash }, maximumPayload: 200, whenFull });
        outboxes.push(outbox);
        return outbox;
      },
    });
    // One cell is worn from the start, one later.
    flash.wear(BLOCK_LENGTH + 300, 1, 0);
    bench.time.advance(20 * MINUTE);
    flash.wear(4 * BLOCK_LENGTH + 77, 128, 0);
    for (let round = 0; round < 3; round += 1) {
      bench.faults.inject('broker-unreachable');
      bench.faults.inject('broker-closes');
      bench.time.advance(2 * MINUTE);
      bench.restartHost();
      bench.time.advance(MINUTE);
      bench.faults.liftAll();
      bench.until(() => bench.node.statistics.delivered > 15 && bench.node.statistics.waiting <= 1, 'all is delivered', 20 * MINUTE);
      bench.time.advance(20 * MINUTE);
    }
    t.is(outboxes.at(-1)?.badBlocks, 2);
    t.true(outboxes.every(({ dropped }) => dropped === 0));
    t.true(flash.erases[1] <= 4, `a bad block was erased ${flash.erases[1]} times`);
    const sequences = [...new Set(bench.readings().map(({ sequence }) => sequence))];
    t.deepEqual(sequences, bench.accepted().slice(0, sequences.length));
    // A reading every ten seconds: none has failed.
    t.true(sequences.length > 85 * 6, `${sequences.length} readings`);
  });
}
