/** `npm run sabotage [-- WORD]`: sees each sabotage noticed by those who must; with a word, those whose title has it. */
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { judge } from './judge.js';
import { type Result, Results } from './results.js';
import type { Sabotage } from './sabotage.js';
import { sabotages } from './sabotages.js';
import { Sandbox } from './sandbox.js';
import { sabotaged, sourcePaths } from './sources.js';

const ROOT = resolve('.');
const FOLDER = join(ROOT, 'build/sabotage');

mkdirSync(FOLDER, { recursive: true });
const paths = sourcePaths(ROOT);
const [, , word = ''] = process.argv;
const chosen = sabotages.filter(({ title }) => title.includes(word));
const results = new Results(join(FOLDER, 'results.json'), join(ROOT, 'build'));
const judges = unique(chosen.map(({ noticedBy }) => noticedBy));
const start = performance.now();
/** One for each core. Whatever is changed meanwhile, they stay as they are. */
const sandboxes = Array.from({ length: availableParallelism() }, (_, index) => new Sandbox(ROOT, join(FOLDER, `${process.pid}-${index + 1}`)));

await each(judges.filter((noticedBy) => results.of({ noticedBy })?.isNoticed !== false), checkJudge);
await each(chosen.filter((sabotage) => results.of(sabotage) === undefined), commit);
for (const sandbox of sandboxes) sandbox.remove();

const silent = chosen.filter((sabotage) => results.of(sabotage)?.isNoticed !== true);
for (const { title } of silent) console.log(`NOT NOTICED: ${title}`);
const biased = judges.filter((noticedBy) => results.of({ noticedBy })?.isNoticed !== false);
console.log(`${chosen.length - silent.length} of ${chosen.length} noticed, in ${((performance.now() - start) / 60_000).toFixed(1)} minutes`);
process.exitCode = silent.length + biased.length > 0 || chosen.length === 0 ? 1 : 0;

/** Whoever fails without a sabotage cannot judge one. */
async function checkJudge(noticedBy: Sabotage['noticedBy'], sandbox: Sandbox): Promise<void> {
  const { failed, problem } = await judge(sandbox.folder, ROOT, { noticedBy });
  const detail = problem ?? failed.join(', ');
  results.note({ noticedBy }, { isNoticed: detail !== '', detail });
  if (detail !== '') console.log(`cannot judge: ${JSON.stringify(noticedBy)} without any sabotage: ${detail}`);
}

async function commit(sabotage: Sabotage, sandbox: Sandbox): Promise<void> {
  sandbox.breakWith(sabotaged(sandbox.folder, paths, sabotage));
  const { failed, problem } = await judge(sandbox.folder, ROOT, sabotage);
  sandbox.mend();
  const isJudged = problem === undefined && results.of({ noticedBy: sabotage.noticedBy })?.isNoticed === false;
  const isNoticed = isJudged && failed.length > 0;
  const result: Result = { isNoticed, detail: problem ?? failed[0] ?? `by nobody of ${JSON.stringify(sabotage.noticedBy)}` };
  // What nobody could judge is tried again.
  if (isJudged) results.note(sabotage, result);
  console.log(`${isNoticed ? 'noticed' : 'NOT NOTICED'}: ${sabotage.title}\n    ${result.detail}`);
}

/** Works through them, one for each copy at a time. */
async function each<T>(subjects: readonly T[], work: (subject: T, sandbox: Sandbox) => Promise<void>): Promise<void> {
  let next = 0;
  const workers = sandboxes.map(async (sandbox) => {
    while (next < subjects.length) {
      next += 1;
      await work(subjects[next - 1], sandbox);
    }
  });
  await Promise.all(workers);
}

function unique(all: readonly Sabotage['noticedBy'][]): readonly Sabotage['noticedBy'][] {
  return [...new Map(all.map((noticedBy) => [JSON.stringify(noticedBy), noticedBy])).values()];
}
