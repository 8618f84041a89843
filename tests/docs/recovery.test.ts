import { readFile } from 'node:fs/promises';
import test from 'ava';
import { LINE_RATES } from '../../modules/modem/recovery/actions/resynchronise.js';
import type { Rung } from '../../modules/modem/recovery/rung.js';
import { RUNGS } from '../../modules/modem/recovery/rungs.js';
import { PATIENCE } from '../../modules/modem/recovery/troubles.js';
import { livenessInterval } from '../../modules/telemetry/liveness.js';
import { mqttPublish, mqttPublishLength } from '../../modules/fibocom/mqtt.js';

const page = await readFile('docs/recovery.md', 'utf8');

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toLocaleString('en');
}

function notAvailable(rung: Rung): string {
  if (rung.tool !== undefined) return `\`not-configured\`: no \`${rung.tool}\` was given`;
  return rung.takesAnswer ? '`no-answer`: the module does not answer' : 'always available';
}

function row(rung: Rung): string {
  const cures = rung.cures.map((trouble) => `\`${trouble}\``).join(', ');
  const pause = rung.pause === 0 ? 'the session’s own' : `${seconds(rung.pause)} to ${seconds(rung.longestPause)}`;
  const cells = [`\`${rung.name}\``, rung.summary, cures, rung.attempts, seconds(rung.budget), pause, notAvailable(rung)];
  return `| ${cells.join(' | ')} |`;
}

test('the table of rungs is the code’s', (t) => {
  const rows = page.split('\n').filter((line) => RUNGS.some(({ name }) => line.startsWith(`| \`${name}\` |`)));
  t.deepEqual(rows, RUNGS.map(row));
});

test('each trouble is there, with the failures that are borne before the ladder is climbed', (t) => {
  for (const [trouble, patience] of Object.entries(PATIENCE)) {
    const line = page.split('\n').find((candidate) => candidate.startsWith(`| \`${trouble}\` |`)) ?? '';
    t.true(line.endsWith(`| ${patience} |`), `${trouble}: ${line}`);
  }
});

test('the bound of liveness is what the deadlines make it', (t) => {
  const acknowledgement = Math.max(
    ...[mqttPublish, mqttPublishLength].map((command) => {
      const prompt = command.data?.promptDeadline ?? 0;
      return prompt + command.responseDeadline + (command.completion?.deadline ?? 0);
    }),
  );
  t.true(page.includes(`max(60 s, 1.5 × keep-alive) + ${acknowledgement / 1000} s`));
  t.true(page.includes(`keep-alive of 60 s: ${(livenessInterval(60_000) + acknowledgement) / 1000} s`));
});

test('the line rates are those that are tried', (t) => {
  t.true(page.includes(LINE_RATES.join(', ')));
});
