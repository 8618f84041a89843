const BEGIN = '-----BEGIN CERTIFICATE-----\n';
const END = '-----END CERTIFICATE-----\n';
const LINE = `${'A'.repeat(64)}\n`;

/** What looks like a certificate of exactly so many bytes. */
export function pemOf(length: number): string {
  const body = length - BEGIN.length - END.length;
  const rest = body % LINE.length;
  return `${BEGIN}${LINE.repeat(Math.floor(body / LINE.length))}${rest === 0 ? '' : `${'A'.repeat(rest - 1)}\n`}${END}`;
}
