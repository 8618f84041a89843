/** The default alphabet of 3GPP TS 23.038 §6.2.1; 0x1B leads to the extension table. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const ESCAPE = 0x1b;
const EXTENSION: Readonly<Record<string, number>> = {
  '\f': 0x0a, '^': 0x14, '{': 0x28, '}': 0x29, '\\': 0x2f, '[': 0x3c, '~': 0x3d, ']': 0x3e, '|': 0x40, '€': 0x65,
};

/** The text in septets; `undefined` where a character is not in the alphabet. */
export function septetsOf(text: string): readonly number[] | undefined {
  const septets: number[] = [];
  for (const character of text) {
    const basic = BASIC.indexOf(character);
    const extended = EXTENSION[character];
    if (basic >= 0) septets.push(basic);
    else if (extended !== undefined) septets.push(ESCAPE, extended);
    else return undefined;
  }
  return septets;
}

export function textOfSeptets(septets: readonly number[]): string {
  let text = '';
  for (let index = 0; index < septets.length; index += 1) {
    if (septets[index] === ESCAPE) {
      index += 1;
      text += Object.keys(EXTENSION).find((character) => EXTENSION[character] === septets[index]) ?? ' ';
    } else {
      text += BASIC[septets[index]];
    }
  }
  return text;
}

/** Eight septets in seven bytes, from the lowest bit on (§6.1.2.1). */
export function packSeptets(septets: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((septets.length * 7) / 8));
  septets.forEach((septet, index) => {
    const bit = index * 7;
    const wide = septet << (bit % 8);
    bytes[bit >> 3] |= wide & 0xff;
    if (wide > 0xff) bytes[(bit >> 3) + 1] |= wide >> 8;
  });
  return bytes;
}

export function unpackSeptets(bytes: Uint8Array, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => {
    const bit = index * 7;
    const wide = (bytes[bit >> 3] ?? 0) | ((bytes[(bit >> 3) + 1] ?? 0) << 8);
    return (wide >> (bit % 8)) & 0x7f;
  });
}
