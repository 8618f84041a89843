import ts from 'typescript';
import { markdownTable } from './markdown-table.js';

/** The page of error codes, from the documentation comments of the source that declares them. */
export function errorReference(source) {
  const file = ts.createSourceFile('errors.ts', source, ts.ScriptTarget.Latest, true);
  const codes = declaration(file, 'ErrorCode');
  const error = declaration(file, 'CellularError');
  const codeRows = codes.type.types.map((member, index, members) => {
    // A comment stands before the `|`, which the parser gives to the union.
    const from = index === 0 ? codes.type.getFullStart() : members[index - 1].getEnd();
    return [code(member.literal.text), required(comment(source, from), member.literal.text)];
  });
  const propertyRows = error.members.map((member) => [
    code(member.name.text),
    code(member.type.getText()),
    comment(source, member.getFullStart()) || '—',
  ]);
  return `# Errors

Generated from \`modules/base/errors.ts\`: \`node build-tools/command-reference.js\`.

${comment(source, codes.getFullStart())}

${markdownTable(['code', 'what went wrong'], codeRows)}
An \`invalid-argument\` ends with where its rule comes from, in brackets: what it is an option of; § alone, a section of the Fibocom
MQTT application guide V1.2; a section of ECMA-419, MQTT 3.1.1, V.250 or a 3GPP specification; or a page of this documentation
with its anchor, as \`docs/facts.md#keep-alive\`.

## Properties

${markdownTable(['property', 'type', 'what it holds'], propertyRows)}`;
}

function declaration(file, name) {
  const found = file.statements.find((statement) => statement.name?.text === name);
  if (found === undefined) throw new Error(`${name} is not declared`);
  return found;
}

/** The text of the documentation comment that stands last before what follows `position`, on one line. */
function comment(source, position) {
  const last = ts.getLeadingCommentRanges(source, position)?.at(-1);
  if (last === undefined) return '';
  return source
    .slice(last.pos, last.end)
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function required(text, name) {
  if (text === '') throw new Error(`${name} has no documentation comment`);
  return text;
}

function code(text) {
  return `\`${text}\``;
}
