import { invalidArgument } from './errors.js';

/**
 * Throws `invalid-argument` for a property that is none of `known`: a misspelt option must not pass for one that was left
 * out. Not for constructors of ECMA-419 classes, which ignore what they do not know.
 */
export function refuseUnknownOptions(options: object, known: readonly string[], prefix: string, source: string): void {
  const names = Object.keys(options);
  for (let index = 0; index < names.length; index += 1) {
    if (known.indexOf(names[index]) >= 0) continue;
    throw invalidArgument(prefix + names[index], `is no option; ${known.join(', ')} are`, source);
  }
}
