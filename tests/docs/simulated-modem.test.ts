import { readFile } from 'node:fs/promises';
import test from 'ava';
import { commands } from '../../modules/fibocom/table.js';
import { ModuleBench } from '../host-sim/module/module-bench.js';

/** Other pages have these. */
const elsewhere = new Set(commands.map(({ name }) => `AT${name}`));

test('the page names the commands that the simulated module takes, and no others', async (t) => {
  const page = await readFile('docs/simulated-modem.md', 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| '));
  const quoted: readonly string[] = rows.flatMap((row) => row.match(/(?<=`)(AT|\+)[^`]+(?=`)/g) ?? []);
  const named = quoted.map((name) => name.replace(/^\+/, 'AT+'));
  const listed: readonly string[] = ModuleBench.registered().ask('AT+CLAC').match(/(?<=\r\n)AT\S+/g) ?? [];
  for (const name of named) t.true(listed.includes(name), `${name} is named and does not exist`);
  for (const name of listed) {
    const isRegister = /^ATS\d/.test(name);
    t.true(isRegister || elsewhere.has(name) || named.includes(name), `${name} is missing`);
  }
});
