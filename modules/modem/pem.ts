const BEGIN = '-----BEGIN ';
const END = '-----END ';
const DASHES = '-----';
/** Characters of a line of Base64, with some to spare. */
const LINE = 80;

/**
 * What is wrong with a PEM text for a module that stores it unseen and fails only at the handshake, or `undefined`. Each
 * section must end under the label it began with, and `label` must end each label: `CERTIFICATE` also allows
 * `X509 CERTIFICATE`, `PRIVATE KEY` also `EC PRIVATE KEY`.
 */
export function problemWithPem(text: string, label: string): string | undefined {
  let sections = 0;
  let position = text.indexOf(BEGIN);
  while (position >= 0) {
    const section = sectionLabel(text, position, BEGIN);
    if (section === undefined) return `has a BEGIN line without its closing dashes in section ${sections + 1}`;
    if (!section.endsWith(label)) return `must hold ${label} sections, holds ${section}`;
    const end = text.indexOf(END, position);
    // A module has no way to be told the passphrase.
    if (section.indexOf('ENCRYPTED') >= 0 || isEncrypted(text, position, end)) return `section ${section} must not be encrypted`;
    const next = text.indexOf(BEGIN, position + 1);
    const isEnded = end >= 0 && (next < 0 || end < next) && sectionLabel(text, end, END) === section;
    if (!isEnded) return `section ${section} must end with -----END ${section}-----`;
    if (isEmpty(text, text.indexOf('\n', position), end)) return `section ${section} must not be empty`;
    sections += 1;
    position = next;
  }
  return sections === 0 ? `must hold a section -----BEGIN ${label}-----` : undefined;
}

/** The label of the BEGIN or END line at `position`, which must start its line and be alone on it. */
function sectionLabel(text: string, position: number, opening: string): string | undefined {
  if (position > 0 && text.charAt(position - 1) !== '\n') return undefined;
  const start = position + opening.length;
  const end = text.indexOf(DASHES, start);
  if (end < 0) return undefined;
  const label = text.slice(start, end);
  const behind = text.charAt(end + DASHES.length);
  return label.indexOf('\n') < 0 && (behind === '' || behind === '\n' || behind === '\r') ? label : undefined;
}

function isEncrypted(text: string, begin: number, end: number): boolean {
  const header = text.indexOf('Proc-Type: 4,ENCRYPTED', begin);
  return header >= 0 && header < end;
}

/** Base64 begins in the first line, so that a body of thousands of characters need not be copied. */
function isEmpty(text: string, start: number, end: number): boolean {
  return text.slice(start, Math.min(end, start + LINE)).trim().length === 0;
}
