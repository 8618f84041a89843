import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';

/** The contents of a text file. */
export function textFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
