/** One line of a script, checked. `line` is its number, from 1; `source` what stands there, with no variable's value in it. */
export type ScriptStep = { readonly line: number } & (
  | { readonly kind: 'send'; readonly text: string; readonly isRefusalExpected: boolean }
  | { readonly kind: 'expect'; readonly pattern: string; readonly source: string }
  | { readonly kind: 'data'; readonly text: string }
  | { readonly kind: 'timeout'; readonly seconds: number }
);

const LONGEST_TIMEOUT = 3600;

/** What a script may say, for people. */
export const SCRIPT_SYNTAX = 'AT…, ! AT…, expect TEXT, data TEXT, data @FILE, timeout SECONDS, # comment';

/**
 * Reads a script, one step a line:
 *
 * - `AT…` sends the command; its final result must be `OK`, or it must ask for data. `! AT…`: it must be refused.
 * - `expect TEXT` waits for a whole line, among those since the last command was sent; `*` stands for anything.
 * - `data TEXT` answers a prompt, with `\r`, `\n`, `\xHH`; `data @FILE` with a file. The final result must be `OK`.
 * - `timeout SECONDS` bounds each wait that follows; 10 at first.
 * - `# …` is a comment, `${NAME}` anywhere the environment variable of that name.
 *
 * @throws Error that names the line.
 */
export function parseScript(text: string, environment: Readonly<Record<string, string | undefined>>): readonly ScriptStep[] {
  return text.split(/\r?\n/).flatMap((source, index) => {
    const line = index + 1;
    const isEmpty = source.trim() === '' || source.trim().startsWith('#');
    return isEmpty ? [] : [parseStep(expanded(source.trim(), line, environment), source.trim(), line)];
  });
}

function parseStep(text: string, source: string, line: number): ScriptStep {
  const refused = /^!\s*(AT.*)$/i.exec(text);
  if (refused !== null) return { kind: 'send', line, text: refused[1], isRefusalExpected: true };
  if (/^AT/i.test(text)) return { kind: 'send', line, text, isRefusalExpected: false };
  const [, word, rest] = /^(\S+)\s*(.*)$/.exec(text) ?? ['', text, ''];
  switch (word) {
    case 'expect':
      if (rest === '') throw new Error(`line ${line}: expect what?`);
      return { kind: 'expect', line, pattern: rest, source };
    case 'data':
      return { kind: 'data', line, text: rest };
    case 'timeout':
      return { kind: 'timeout', line, seconds: secondsFrom(rest, line) };
    default:
      // What it is may be half a secret.
      throw new Error(`line ${line}: cannot be read; write ${SCRIPT_SYNTAX}`);
  }
}

function secondsFrom(text: string, line: number): number {
  const seconds = Number(text);
  if (text !== '' && seconds > 0 && seconds <= LONGEST_TIMEOUT) return seconds;
  throw new Error(`line ${line}: timeout takes seconds, above 0 and up to ${LONGEST_TIMEOUT}`);
}

function expanded(source: string, line: number, environment: Readonly<Record<string, string | undefined>>): string {
  return source.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = environment[name];
    if (value === undefined) throw new Error(`line ${line}: there is no environment variable ${name}`);
    return value;
  });
}
