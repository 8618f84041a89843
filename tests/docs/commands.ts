import type { Pages } from './pages.js';

/** A program that a page has its reader start. Prose that names a tool, such as `cellnode doctor`, is none. */
const IN_PROSE = /`((?:[A-Z_]+=\S+ )*(?:npx|npm|node|mcconfig|mcpack) [^`]+)`/g;

/** The commands that pages give, without their comments, each with the pages that have it. */
export function commandsOf(pages: Pages): ReadonlyMap<string, readonly string[]> {
  const commands = new Map<string, string[]>();
  for (const [page, text] of pages) {
    for (const command of [...commandsInBlocks(text), ...commandsInProse(text)]) {
      commands.set(command, [...(commands.get(command) ?? []), page]);
    }
  }
  return commands;
}

function commandsInBlocks(text: string): string[] {
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, language, block]) => {
    const lines = block.replace(/\\\n\s*/g, '').split('\n');
    const given = language === 'sh' ? lines : lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
    return given.map((line) => line.replace(/(^|\s+)#.*$/, '').trim()).filter((line) => line !== '');
  });
}

function commandsInProse(text: string): string[] {
  return [...text.replace(/^```.*?^```$/gms, '').matchAll(IN_PROSE)].map(([, command]) => command);
}
