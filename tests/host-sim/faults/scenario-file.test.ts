import { readFile } from 'node:fs/promises';
import test from 'ava';
import { parseScenario } from '../../../host-sim/faults/scenario-file.js';

test('a scenario file: as the documentation shows it', async (t) => {
  const page = await readFile('docs/faults.md', 'utf8');
  const plan = parseScenario(/```json\n([^]*?)```/.exec(page)?.[1] ?? '');
  t.is(plan.seed, 7);
  t.deepEqual(plan.faults?.map(({ name, moment, duration }) => [name, moment.kind, duration]), [
    ['prompt-stuck', 'at', undefined],
    ['latency', 'at', 60_000],
    ['reboot', 'every', undefined],
    ['brown-out', 'after', undefined],
  ]);
  t.deepEqual(plan.mix?.map(({ name, perDay }) => [name, perDay]), [
    ['connection-dead', 4],
    ['packet-loss', 6],
  ]);
  t.deepEqual(plan.mix?.[1].duration, [60_000, 600_000]);
  t.deepEqual(plan.mix?.[1].options, { rate: 0.3 });
});

const WRONG: readonly (readonly [text: string, words: RegExp])[] = [
  ['{', /no JSON: it ends too early/],
  ['no', /no JSON: line 1, character 2/],
  ['{\n "faults": ["reboot",,]}', /no JSON: line 2, character 22/],
  ['{"faults": ["reboot", "nonsense@3s"]}', /^faults\[1\]: no fault "nonsense"/],
  ['{"faults": [{"fault": "reboot", "at": "soon"}]}', /^faults\[0\]: no duration: "soon"/],
  ['{"mix": {"nonsense": 3}}', /^mix\.nonsense: no fault/],
  ['[]', /the scenario: must be an object/],
  ['{"seeds": 1}', /the scenario has no "seeds"; it takes seed, faults, mix/],
  ['{"seed": "x"}', /seed: must be a whole number/],
  ['{"faults": {}}', /faults: must be a list/],
  ['{"faults": [5]}', /faults\[0\]: must be an object/],
  ['{"faults": [{}]}', /faults\[0\]\.fault: must be a text/],
  ['{"faults": ["reboot", {"fault": "nonsense"}]}', /no fault "nonsense"/],
  ['{"faults": [{"fault": "reboot", "when": "1s"}]}', /faults\[0\] has no "when"/],
  ['{"faults": [{"fault": "reboot", "at": "1s", "every": "2s"}]}', /one of at, every and after/],
  ['{"faults": [{"fault": "latency", "options": {"delay": true}}]}', /options\.delay: must be a number or a text/],
  ['{"faults": [{"fault": "latency", "options": {"delay": -5}}]}', /delay is a number from/],
  ['{"mix": {"nonsense": 1}}', /no fault "nonsense"/],
  ['{"mix": {"reboot": 0}}', /above 0/],
  ['{"mix": {"reboot": {"perDay": "often"}}}', /mix\.reboot\.perDay: must be a number/],
  ['{"mix": {"reboot": {"perDay": 1, "for": 5}}}', /mix\.reboot\.for: must be a text/],
];

for (const [text, words] of WRONG) {
  test(`refused, with the place: ${text}`, (t) => {
    const error = t.throws(() => parseScenario(text));
    t.is(error.name, 'FaultError');
    t.regex(error.message, words);
  });
}
