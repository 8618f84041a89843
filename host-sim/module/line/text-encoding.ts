import { septetsOf, textOfSeptets } from './gsm-alphabet.js';
import type { Settings } from './settings.js';

/** In the place of a character that the set does not have. */
const UNKNOWN = '?';

/** `text` as `AT+CSCS` has the texts of the network and of the card; each character of the result is a byte. */
export function encodeText(text: string, settings: Settings): string {
  switch (settings.values('+CSCS')[0]) {
    case 'UCS2':
      return hexadecimal(text, 4);
    case 'HEX':
      return hexadecimal(gsmText(text), 2);
    case 'GSM':
      return gsmText(text);
    default:
      return Array.from(text, (character) => (character < '\u0080' ? character : UNKNOWN)).join('');
  }
}

/** The reverse; `undefined` where it is not in the character set. */
export function decodeText(text: string, settings: Settings): string | undefined {
  switch (settings.values('+CSCS')[0]) {
    case 'UCS2':
      return fromHexadecimal(text, 4);
    case 'HEX':
      return fromGsm(fromHexadecimal(text, 2));
    case 'GSM':
      return fromGsm(text);
    default:
      return text;
  }
}

/** Each character of the default alphabet as the character of its number. */
function gsmText(text: string): string {
  const septets = Array.from(text).flatMap((character) => septetsOf(character) ?? septetsOf(UNKNOWN) ?? []);
  return String.fromCharCode(...septets);
}

function fromGsm(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const septets = Array.from(text, (character) => character.charCodeAt(0));
  return septets.every((septet) => septet < 0x80) ? textOfSeptets(septets) : undefined;
}

/** Of each UTF-16 unit. */
function hexadecimal(text: string, digits: number): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return units.map((unit) => unit.toString(16).toUpperCase().padStart(digits, '0')).join('');
}

function fromHexadecimal(text: string, digits: number): string | undefined {
  if (text.length % digits !== 0 || !/^[0-9a-f]*$/i.test(text)) return undefined;
  let result = '';
  for (let at = 0; at < text.length; at += digits) result += String.fromCharCode(parseInt(text.slice(at, at + digits), 16));
  return result;
}
