/** The Encoding Standard's codecs for UTF-8, as far as the suites use them, for an engine that has none or others. */

const LONE_SURROGATES = /[\ud800-\udfff]/gu;
const ESCAPED = /%([0-9A-F]{2})/g;

/** Bytes of text; lone surrogates become U+FFFD. */
export class TextEncoderStandIn {
  encode(text = ''): Uint8Array {
    const wellFormed = text.replace(LONE_SURROGATES, '\ufffd');
    const characters = encodeURIComponent(wellFormed).replace(ESCAPED, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
    return Uint8Array.from({ length: characters.length }, (_, index) => characters.charCodeAt(index));
  }

  encodeInto(text: string, target: Uint8Array): { read: number; written: number } {
    const bytes = this.encode(text);
    if (bytes.length > target.length) throw new RangeError('the stand-in cannot write a part of a text');
    target.set(bytes);
    return { read: text.length, written: bytes.length };
  }
}

/** Text of bytes; where they are not UTF-8 all of them above ASCII become U+FFFD. */
export class TextDecoderStandIn {
  readonly #isFatal: boolean;

  constructor(_label?: string, options: { readonly fatal?: boolean } = {}) {
    this.#isFatal = options.fatal === true;
  }

  decode(bytes: Uint8Array = new Uint8Array(0)): string {
    const codes = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`);
    try {
      return decodeURIComponent(codes.join(''));
    } catch {
      if (this.#isFatal) throw new TypeError('not UTF-8');
      return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : '\ufffd')).join('');
    }
  }
}

/** XS 13 encodes a lone surrogate as it is, in three bytes; the standard wants U+FFFD, which has three as well. */
export function replacingSurrogates(Encoder: typeof TextEncoder): typeof TextEncoder {
  return class extends Encoder {
    override encode(text?: string) {
      const bytes = super.encode(text);
      for (let at = bytes.indexOf(0xed); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
        if (bytes[at + 1] >= 0xa0) bytes.set([0xef, 0xbf, 0xbd], at);
      }
      return bytes;
    }
  };
}
