import fc from 'fast-check';

/** What ends a line, a text, an argument, a data phase or a command, what undoes an escape, and what UTF-8 cannot hold. */
const PIECES: readonly string[] = [
  '\r', '\n', '"', ',', ';', '\x00', '\x08', '\x1a', '\x1b', '\x7f', '\\', '\\0D', '\\22', '\ud800', '\udc00', '\u0085', '\u2028',
  'é', '\u{1f512}', 'AT+CFUN=15', '+++', '/', '#', '+', '$', '> ', 'OK', '\r\nAT+CFUN=15\r\n', '","',
];

export const hostileTexts: fc.Arbitrary<string> = fc
  .array(fc.oneof({ arbitrary: fc.constantFrom(...PIECES), weight: 3 }, fc.string({ maxLength: 4, unit: 'binary' })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(''))
  // What is absent is another matter.
  .filter((text) => text !== '');

/** Each of them has been somebody's hole. */
export const KNOWN_EXAMPLES: readonly string[] = [
  'a\rAT+CFUN=15\r',
  'a\r\nAT+CFUN=15\r\n',
  'a\nAT+CFUN=15\n',
  'a"\rAT+CFUN=15\r',
  'a";+CFUN=15',
  'a";+CFUN=15;+CSQ="',
  'a","b","c',
  'a",0,0,"b',
  'a\\',
  'a\\"',
  'a\\22;+CFUN=15',
  'a\\0D\\0AAT+CFUN=15',
  'a\\5C',
  'a;+CFUN=15',
  'AT+CFUN=15',
  'a\x1aAT+CFUN=15\r',
  'a\x1bAT+CFUN=15\r',
  'a\x00AT+CFUN=15\r',
  '\x00',
  '+++',
  'a\x08\x08AT',
  'a\x7f',
  'a\tb',
  'a\u0085AT+CFUN=15',
  'a\u2028AT+CFUN=15',
  'a\ud800',
  '\udc00\ud800',
  '\u010d\u010a',
  '\uff02\uff1b',
  'Zürich, Łódź; 北京 \u{1f512}',
  '4711',
  '４７１１',
  '4711\r',
  '47"1',
];
