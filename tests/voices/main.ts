import { parseArgs } from 'node:util';
import { runVoiced, SUITES } from './suites.js';

/** `npm run voices [-- --from N --seeds N FOLDER…]`: the driver's suites over modules that write as seeds choose, one after the other. */
const { values, positionals } = parseArgs({
  options: { from: { type: 'string', default: '1' }, seeds: { type: 'string', default: '10' } },
  allowPositionals: true,
});
const first = Number(values.from);
const folders = positionals.length > 0 ? positionals : SUITES;

for (let seed = first; seed < first + Number(values.seeds); seed += 1) {
  for (const folder of folders) {
    const { failures, command } = runVoiced(seed, [folder]);
    console.log(`voice ${seed}, ${folder}: ${failures.length === 0 ? 'holds' : `${failures.length} failures`}`);
    if (failures.length === 0) continue;
    for (const failure of failures) console.log(`  ${failure}`);
    console.log(`  again: ${command}`);
    process.exitCode = 1;
  }
}
