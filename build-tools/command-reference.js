import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { errorReference } from './error-reference.js';
import { faultReference } from './fault-reference.js';
import { markdownTable } from './markdown-table.js';
import { troubleshootingReference } from './troubleshooting-reference.js';

/** The reference pages, generated from what the firmware itself uses. `--check` tells of those that are out of date. */
const PAGES = {
  'docs/commands.md': async () => {
    const { commands, urcs } = await import('../build/modules/fibocom/table.js');
    return commandReference(commands, urcs);
  },
  'docs/errors.md': async () => errorReference(await readFile(rootFile('modules/base/errors.ts'), 'utf8')),
  'docs/faults.md': faultReference,
  'docs/troubleshooting.md': troubleshootingReference,
};

const SIGNS = { basic: '', action: '', set: '=', read: '?', test: '=?' };

const INTRODUCTION = `# Command reference

Generated from the command tables in \`modules/cellular\` (those of the standards) and \`modules/fibocom\`, from which the driver writes and reads every line,
and by which the simulated module answers. After \`npm run compile\`: \`node build-tools/command-reference.js\`.

- A command line is \`AT\`, the command and CR; it ends with a **final result**: \`OK\`, \`ERROR\`, \`+CME ERROR: <n>\` or another
  \`+<WORD> ERROR: …\`. Its deadline counts from the last byte sent.
- A **reply** is a line \`<CR><LF>…<CR><LF>\` before the final result. Blanks behind \`:\` and \`,\` mean nothing.
- A **completion** is the URC that comes after \`OK\` and tells how it went; its deadline counts from the final result.
- \`[…]\` is optional. Bounds count bytes for texts. In quotes a byte may be written \`\\HH\`; CR, LF and quotes are refused
  before a byte is sent. A documented limit is the manual's, where modules accept more.
- **Repeatable** is what does the same when it is sent twice as when it is sent once.
- **Secret** values appear in no trace, log or error text.
- Sources: § is a section of the Fibocom MQTT application guide V1.2; [facts](facts.md) are captures, manuals and drivers of these
  modules.
`;

/** The page of every command and every URC. */
export function commandReference(commands, urcs) {
  const names = [...new Set(commands.map(({ name }) => name))];
  return [
    INTRODUCTION,
    overview(commands),
    ...names.map((name) => section(name, commands.filter((row) => row.name === name))),
    urcSection(urcs, commands),
  ].join('\n');
}

function overview(commands) {
  const rows = commands.map((row) => [link(row), row.summary, row.data ? 'after a prompt' : '', code(row.completion?.urc.name)]);
  return markdownTable(['command', 'what it does', 'data', 'completed by'], rows);
}

function heading(row) {
  return `AT${row.name}${SIGNS[row.form]}`;
}

function link(row) {
  return `[${code(heading(row))}](#at${row.name.toLowerCase().replace('+', '')})`;
}

function section(name, rows) {
  return [`## AT${name}\n`, ...rows.map(entry)].join('\n');
}

function entry(row) {
  const { summary, source, reply, data, completion, responseDeadline, repeatable } = row;
  const facts = [
    reply && `Reply: ${code(line(reply.prefix, reply.fields))}`,
    data && prompted(data, row.arguments[data.lengthAt]),
    `Final result: within ${duration(responseDeadline)}${data ? ' of the last byte of the data' : ''}`,
    completion && completed(completion),
    `Repeatable: ${repeatable ? 'yes' : 'no'}`,
    `Source: ${linked(source)}`,
  ].filter(Boolean);
  return [
    `### \`${spelling(row)}\`\n`,
    `${summary}\n`,
    ...(row.arguments.length > 0 ? [fieldTable('argument', row.arguments)] : []),
    ...(reply ? [fieldTable('reply field', reply.fields)] : []),
    `${facts.map((fact) => `- ${fact}`).join('\n')}\n`,
  ].join('\n');
}

function prompted({ promptDeadline, secret }, length) {
  const bytes = `exactly ${code(length.name)} bytes${secret ? ', **secret**' : ''}`;
  return `Data: prompt \`>\` within ${duration(promptDeadline)}, then ${bytes}`;
}

function completed({ urc, repeats, deadline }) {
  const repeated = urc.fields.slice(0, repeats).map(({ name }) => `\`${name}\``);
  const echo = repeats > 0 ? `, with the command's ${repeated.join(' and ')}` : '';
  return `Completion: ${code(line(urc.name, urc.fields))} within ${duration(deadline)}${echo}`;
}

function spelling(row) {
  return `${heading(row)}${list(row.arguments)}`;
}

/** A line of the module: its prefix, where it has one, and its fields. */
function line(prefix, fields) {
  if (fields === undefined) return prefix;
  return prefix === undefined ? list(fields) : `${prefix}: ${list(fields)}`;
}

/** `<slot>,"<host>"[,<tls>]`: from an optional field on everything may be missing. */
function list(fields) {
  const [first, ...rest] = fields;
  if (first === undefined) return '';
  const tail = (remaining) => {
    const [next, ...others] = remaining;
    if (next === undefined) return '';
    const part = `,${placeholder(next)}${tail(others)}`;
    return next.optional ? `[${part}]` : part;
  };
  return `${placeholder(first)}${tail(rest)}`;
}

function placeholder(field) {
  switch (field.kind) {
    case 'integer':
      return field.minimum === field.maximum ? String(field.minimum) : `<${field.name}>`;
    case 'word':
      return `<${field.name}>`;
    default:
      return `"<${field.name}>"`;
  }
}

function fieldTable(title, fields) {
  const rows = fields.map((field) => [code(field.name), kind(field, fields), bounds(field), remarks(field)]);
  return markdownTable([title, 'kind', 'bounds', ''], rows);
}

function kind(field, fields) {
  switch (field.kind) {
    case 'integer':
      return 'whole number';
    case 'quoted':
      return 'quoted text';
    case 'word':
      return 'text, with or without quotes';
    case 'tail':
      return 'quoted text, not escaped: up to the last quote before a line end';
    case 'counted':
      return `\`${fields[field.lengthAt].name}\` bytes between quotes, not escaped`;
    default:
      throw new Error(`no words for a field of kind ${field.kind}`);
  }
}

function bounds(field) {
  if (field.kind === 'integer') return range(field);
  if (field.kind !== 'quoted') return '';
  if (field.oneOf !== undefined) return field.oneOf.map(code).join(', ');
  const documented = field.documented === field.maximum ? '' : `; documented up to ${field.documented}`;
  return `${range(field)} bytes${documented}`;
}

function range({ minimum, maximum }) {
  return minimum === maximum ? String(minimum) : `${minimum} to ${maximum}`;
}

function remarks(field) {
  return [field.optional && 'optional', field.secret && '**secret**'].filter(Boolean).join(', ');
}

function urcSection(urcs, commands) {
  const rows = urcs.map((urc) => {
    const completes = commands.filter(({ completion }) => completion?.urc === urc).map(heading);
    const fields = (urc.fields ?? []).map(described).join('<br>');
    return [code(line(urc.name, urc.fields)), urc.summary, fields, [...new Set(completes)].map(code).join(', '), linked(urc.source)];
  });
  return `## Unsolicited result codes

They come at any line start, also between a command and its final result. One with the prefix of a pending reply is told from it
by its fields.

${markdownTable(['line', 'what it says', 'fields', 'completes', 'source'], rows)}`;
}

/** A page of docs/ that a source names is a link. */
function linked(source) {
  return source.replace(/docs\/([a-z]+).md#([a-z-]+)/g, '[$1: $2]($1.md#$2)');
}

function described(field) {
  return [`${code(field.name)} ${bounds(field)}`.trim(), remarks(field)].filter(Boolean).join(', ');
}

function code(text) {
  return text === undefined ? '' : `\`${text}\``;
}

function duration(milliseconds) {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000} s` : `${milliseconds} ms`;
}

function rootFile(path) {
  return new URL(`../${path}`, import.meta.url);
}

/** Every page's path and what it should hold. */
export async function referencePages() {
  return Promise.all(Object.entries(PAGES).map(async ([path, generate]) => ({ path, text: await generate() })));
}

async function main(isCheck) {
  for (const { path, text } of await referencePages()) {
    if (!isCheck) {
      await writeFile(rootFile(path), text);
    } else if ((await readFile(rootFile(path), 'utf8').catch(() => undefined)) !== text) {
      console.error(`${path} is out of date: node build-tools/command-reference.js`);
      process.exitCode = 1;
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.includes('--check'));
