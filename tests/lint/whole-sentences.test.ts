import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { Linter, type Rule } from 'eslint';

const { default: rule } = (await import(pathToFileURL(resolve('build-tools/lint/whole-sentences.js')).href)) as { default: Rule.RuleModule };

/** What the rule says of a source. */
function problems(source: string): readonly string[] {
  const config = { plugins: { house: { rules: { 'whole-sentences': rule } } }, rules: { 'house/whole-sentences': 'error' } } as const;
  return new Linter().verify(source, config).map(({ messageId }) => String(messageId));
}

const REFUSED: Readonly<Record<string, readonly [source: string, ...problems: string[]]>> = {
  'a sentence that goes on in the next comment': ['/** From here … */\nconst a = 1;\n/** … to there. */\nconst b = 2;', 'part', 'part'],
  'a note that begins small': ['// waits for nobody.', 'start'],
  'a note without its end': ['/** Waits for nobody */', 'end'],
  'two lines of which the last has no end': ['// Waits for nobody,\n// as nobody comes', 'end'],
  'two lines with code between': ['// Waits for nobody,\nconst a = 1;\n// as nobody comes.', 'end', 'start'],
  'a list without an end': ['/**\n * Either:\n * - this\n */', 'end'],
};

for (const [name, [source, ...expected]] of Object.entries(REFUSED)) {
  test(`refused: ${name}`, (t) => {
    t.deepEqual(problems(source), expected);
  });
}

const ALLOWED: Readonly<Record<string, string>> = {
  'a sentence': '/** Waits for nobody. */',
  'a sentence over two lines': '// Waits for nobody,\n// as nobody comes.',
  'a question': '// Who waits?',
  'what something is written like': '/** `"` */\nconst QUOTE = 0x22;',
  'a paragraph of the guide': '/** §4.2.2 to §4.2.6 */',
  'a name that is written small': '/** eDRX in seconds. */\n/** mqtt.js waits. */\n/** cellnode for Espruino. */',
  'a number below zero': '/** -1 where there is none. */',
  'a label behind code': 'const pin = 5; // an ESP32\'s',
  'an example at the end': '/**\n * Opens:\n * ```ts\n * open();\n * ```\n */',
  'a tag': '/**\n * Opens.\n * @param port which one\n */',
  'what a tool is told': '/* global process */',
  'a program that begins with its interpreter': '#!/usr/bin/env node\nconst a = 1;',
};

for (const [name, source] of Object.entries(ALLOWED)) {
  test(`allowed: ${name}`, (t) => {
    t.deepEqual(problems(source), []);
  });
}
