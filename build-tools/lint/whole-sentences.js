/** Words that are written small wherever they stand: names of programs, and what a platform calls itself. */
const SMALL_NAMES = ['cellnode', 'chat', 'mcpack', 'npm'];
/** For tools, and not for readers. */
const DIRECTIVE = /^(eslint|Stryker|@ts-|global |<reference |── )/;
/** A comment that is nothing but a piece of code, a reference or a piece of JSON says what something is written like. */
const CITATION = /^(`[^`]+`|§[§\d. to]+|\{.*\})$/;
const TAG = /^@\w+/m;

/**
 * ESLint rule: a comment is whole sentences. It begins with a capital, a sign or a name, ends with a full stop or a colon, and does
 * not go on in the next one: an editor shows each by itself. A comment behind code on its line is a label, and may be a word.
 */
export default {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      start: 'a comment begins with a capital',
      end: 'a comment ends with a full stop',
      part: 'a comment is whole, and does not go on in the next one',
    },
  },
  create({ sourceCode, report }) {
    const check = (comments) => {
      const text = textOf(comments);
      if (text === '' || DIRECTIVE.test(text) || CITATION.test(text)) return;
      const loc = { start: comments[0].loc.start, end: comments.at(-1).loc.end };
      if (text.startsWith('…') || text.endsWith('…')) report({ loc, messageId: 'part' });
      else if (!beginsWell(text)) report({ loc, messageId: 'start' });
      else if (!/(?:[.:?!)]|```)$/.test(text) && !TAG.test(text)) report({ loc, messageId: 'end' });
    };
    return {
      Program() {
        const comments = sourceCode.getAllComments().filter((comment) => comment.type !== 'Shebang' && !isLabel(comment, sourceCode));
        for (const paragraph of paragraphs(comments)) check(paragraph);
      },
    };
  },
};

/** Whether there is code before it on its line. */
function isLabel({ loc }, { lines }) {
  return lines[loc.start.line - 1].slice(0, loc.start.column).trim() !== '';
}

/** Comments of one line each that follow one another are one. */
function paragraphs(comments) {
  const found = [];
  for (const comment of comments) {
    const last = found.at(-1)?.at(-1);
    const goesOn = last?.type === 'Line' && comment.type === 'Line' && last.loc.end.line === comment.loc.start.line - 1;
    if (goesOn) found.at(-1).push(comment);
    else found.push([comment]);
  }
  return found;
}

function textOf(comments) {
  return comments.map(({ value }) => value.replace(/^[*/]+/, '').replace(/^[ \t]*\* ?/gm, '')).join('\n').trim();
}

/** A small letter only in a name: eDRX, dBm, mqtt.js, engine/rounding.c. */
function beginsWell(text) {
  const [word] = text.split(/[\s:,;]/, 1);
  return !/^\p{Ll}/u.test(word) || /[\p{Lu}./]./u.test(word) || SMALL_NAMES.includes(word);
}
