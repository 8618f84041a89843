import { readdir, readFile } from 'node:fs/promises';
import test from 'ava';
import { standardCommands, standardUrcs } from '../../modules/cellular/table.js';
import { commands, urcs } from '../../modules/fibocom/table.js';

/** What may know of no vendor. The one file that says whose dialect is the default is named here. */
const FOLDERS = ['base', 'ports', 'at', 'cellular', 'modem', 'mqtt', 'telemetry', 'encodings', 'firmware', 'espruino'];
const DEFAULT = 'modem/default-dialect.ts';

const sources = new Map<string, string>();
for (const folder of FOLDERS) {
  for (const path of await readdir(`modules/${folder}`, { recursive: true })) {
    const name = `${folder}/${path}`;
    if (path.endsWith('.ts') && name !== DEFAULT) sources.set(name, await readFile(`modules/${name}`, 'utf8'));
  }
}

/** Names of commands and URCs that are the vendor's alone, without their sign. */
function vendorNames(): string[] {
  const standard = new Set([...standardCommands, ...standardUrcs].map(({ name }) => name));
  const names = [...commands, ...urcs].map(({ name }) => name).filter((name) => !standard.has(name));
  // Two are words of the language.
  return [...new Set(names)].filter((name) => !name.includes(' ') && name !== '+SIM').map((name) => name.replace('+', ''));
}

test('nothing but the default dialect imports from the folder of a vendor', (t) => {
  const importing = [...sources].filter(([, text]) => /from '[^']*fibocom[^']*'/.test(text)).map(([name]) => name);
  t.deepEqual(importing, []);
});

test('no comment, error text or name of the driver is that of a vendor\'s command or URC', (t) => {
  const names = vendorNames();
  t.true(names.length > 20 && names.includes('MQTTOPEN') && names.includes('MIPCALL'), names.join());
  const pattern = new RegExp(`\\b(?:${names.join('|')})(?![A-Za-z])`);
  const named = [...sources].flatMap(([name, text]) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${name}:${index + 1}: ${line.trim()}`] : [])),
  );
  t.deepEqual(named, []);
});
