import { invalidArgument } from './errors.js';

/** Shorter names are near to too much. */
const SHORTEST_NAME = 4;

/**
 * Throws `invalid-argument` for a property that is none of `known` and so near to one of them that it was meant: another letter,
 * another case, a word more. For constructors of ECMA-419 classes, which ignore what they do not know (§8): a device's build
 * ignores it, so a development build has to say so.
 */
export function refuseMisspeltOptions(options: object, known: readonly string[], source: string): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const meant = known.find((candidate) => isNear(name, candidate));
    if (meant === undefined) continue;
    throw invalidArgument(name, `is no option, and a device ignores it; ${meant} is one (development build)`, source);
  }
}

function isNear(name: string, known: string): boolean {
  if (name.toLowerCase() === known.toLowerCase()) return true;
  if (name.endsWith(known.charAt(0).toUpperCase() + known.slice(1))) return true;
  if (known.length < SHORTEST_NAME) return false;
  return name.startsWith(known) || isOneLetterOff(name, known);
}

/** One letter more, less or another, or two that have changed places. */
function isOneLetterOff(name: string, known: string): boolean {
  let start = 0;
  while (start < name.length && name.charAt(start) === known.charAt(start)) start += 1;
  const left = name.slice(start);
  const right = known.slice(start);
  if (left.slice(1) === right || left === right.slice(1) || left.slice(1) === right.slice(1)) return true;
  return left.slice(2) === right.slice(2) && left.charAt(0) === right.charAt(1) && left.charAt(1) === right.charAt(0);
}
