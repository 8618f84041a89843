/** Stands where a secret was; no command has it in it. */
const MASK = '•••';

/**
 * What becomes of the history when a line is added at its front: a command with its secrets masked. What cannot be read as a
 * command, such as data, is left out, as nobody knows what is in it.
 */
export function maskHistory(history: string[], masked: (line: string) => string | undefined): void {
  const [latest] = history;
  if (latest === undefined || latest.startsWith('.')) return;
  const text = masked(latest);
  if (text === undefined) history.shift();
  else history[0] = text;
}

/** Whether the line came out of the history, and what was secret in it is gone. */
export function isMasked(line: string): boolean {
  return line.includes(MASK);
}
