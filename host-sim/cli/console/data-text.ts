import { readFileSync } from 'node:fs';

const FILE_SIGN = '@';
const ESCAPES: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '\\': '\\' };

/**
 * Bytes as a person writes them: text in UTF-8 with `\r`, `\n`, `\t`, `\\` and `\xHH`, or `@FILE` for what is in a file.
 *
 * @throws Error that says what cannot be read.
 */
export function dataFrom(text: string): Uint8Array {
  if (text.startsWith(FILE_SIGN)) return fileContents(text.slice(FILE_SIGN.length));
  const pieces = text.split(/(\\x[0-9a-fA-F]{2}|\\.|\\$)/);
  return Buffer.concat(pieces.map((piece) => (piece.startsWith('\\') ? escaped(piece) : Buffer.from(piece))));
}

export interface CommandWithFile {
  /** With the number of bytes where the file stood. */
  readonly line: string;
  /** For the prompt that follows. */
  readonly data: Uint8Array;
}

/**
 * `AT+GTSSLFILE="TRUSTFILE",@root.pem`: a command whose last argument is a file where a number of bytes belongs. `undefined`
 * for any other.
 *
 * @throws Error when the file cannot be read.
 */
export function commandWithFile(line: string): CommandWithFile | undefined {
  const match = /^(AT.*[=,])@([^",]+)$/i.exec(line);
  if (match === null) return undefined;
  const data = fileContents(match[2]);
  return { line: `${match[1]}${data.length}`, data };
}

function escaped(escape: string): Uint8Array {
  if (escape.startsWith('\\x') && escape.length === 4) return Uint8Array.of(Number.parseInt(escape.slice(2), 16));
  const character = ESCAPES[escape.slice(1)];
  if (character === undefined) throw new Error(`${escape}: write \\r, \\n, \\t, \\\\ or \\xHH`);
  return Buffer.from(character);
}

function fileContents(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`${FILE_SIGN}${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
