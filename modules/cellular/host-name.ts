import { hexadecimalValue } from '../base/ascii.js';
import { isUnreserved } from '../base/unreserved.js';

/** Digits, letters, hyphen, and the underscore that no standard has and many networks do. */
const OTHERS = '-_.';
/** What else is not reserved in a URL. */
const UNUSUAL = ['!', '~', '*', '\'', '(', ')'] as const;
const BLANK = 0x20;
const DELETE = 0x7f;

/**
 * What keeps `text` from being the name or the address of a host, or `undefined`: what stands around it in a URL is the
 * likeliest, and the module would look that up for a minute. An IPv6 address is passed on as it is, without brackets; whether
 * the module takes one is its own matter. No text is repeated: a URL may hold a password.
 */
export function problemWithHost(text: string): string | undefined {
  if (text.indexOf('://') >= 0) return 'must be a name or an address, without what precedes it in a URL (TLS is an option)';
  if (text.indexOf('@') >= 0) return 'must be a name or an address, without user and password (they are options)';
  if (text.indexOf('/') >= 0 || text.indexOf('?') >= 0) return 'must be a name or an address, without what follows it in a URL';
  if (text.indexOf('[') >= 0) return 'must be an IPv6 address without brackets';
  const colon = text.indexOf(':');
  if (colon >= 0) return isAddressOfSix(text) ? undefined : 'must be a name or an address, without the port (it is an option)';
  return problemWithCharacters(text) ?? problemWithLabels(text);
}

/**
 * What keeps `text` from being the name of an access point (3GPP TS 23.003 §9.1), or `undefined`. What it may hold is up to the
 * carrier; that of a URL, and what parts words, it can't.
 */
export function problemWithAccessPoint(text: string): string | undefined {
  if (text.indexOf('/') >= 0 || text.indexOf(':') >= 0) return 'must be the name of an access point, and no URL';
  if (text.indexOf(' ') >= 0) return 'must not hold a blank';
  return text.length === 0 ? undefined : problemWithLabels(text);
}

function problemWithCharacters(text: string): string | undefined {
  if (isUnreserved(text) && !holdsOneOf(text, UNUSUAL)) return undefined;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code <= BLANK) return 'must not hold a blank';
    if (code >= DELETE) return 'must be ASCII, as xn--… where the name is not';
    const character = text.charAt(index).toLowerCase();
    const isLetter = character >= 'a' && character <= 'z';
    const isDigit = character >= '0' && character <= '9';
    if (!isLetter && !isDigit && OTHERS.indexOf(character) < 0) return 'must hold nothing but letters, digits, dots and hyphens';
  }
  return undefined;
}

function holdsOneOf(text: string, characters: readonly string[]): boolean {
  for (let index = 0; index < characters.length; index += 1) if (text.indexOf(characters[index]) >= 0) return true;
  return false;
}

/** Where two dots follow each other, or one stands at an end, a label is missing. */
function problemWithLabels(text: string): string | undefined {
  const isEmpty = text.charAt(0) === '.' || text.charAt(text.length - 1) === '.' || text.indexOf('..') >= 0;
  return isEmpty ? 'must have something before, between and behind its dots' : undefined;
}

/** Groups of hexadecimal digits between at least two colons; the last may be an IPv4 address. */
function isAddressOfSix(text: string): boolean {
  let colons = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === ':') colons += 1;
    else if (character !== '.' && hexadecimalValue(text.charCodeAt(index)) < 0) return false;
  }
  return colons >= 2;
}
