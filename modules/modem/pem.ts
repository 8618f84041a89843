const BEGIN = '-----BEGIN ';
const END = '-----END ';
const DASHES = '-----';

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
    // A module has no way to be told the passphrase.
    if (section.indexOf('ENCRYPTED') >= 0 || isEncrypted(text, position)) return `section ${section} must not be encrypted`;
    const end = text.indexOf(END, position);
    const next = text.indexOf(BEGIN, position + 1);
    const isEnded = end >= 0 && (next < 0 || end < next) && sectionLabel(text, end, END) === section;
    if (!isEnded) return `section ${section} must end with -----END ${section}-----`;
    const problem = problemWithBody(text, text.indexOf('\n', position), end, section);
    if (problem !== undefined) return problem;
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

function isEncrypted(text: string, begin: number): boolean {
  const header = text.indexOf('Proc-Type: 4,ENCRYPTED', begin);
  const end = text.indexOf(END, begin);
  return header >= 0 && header < end;
}

function problemWithBody(text: string, start: number, end: number, section: string): string | undefined {
  if (start < 0 || start >= end || text.slice(start, end).trim().length === 0) return `section ${section} must not be empty`;
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    const isForbidden = code < 0x20 ? code !== 0x0a && code !== 0x0d : code > 0x7e;
    if (isForbidden) return `section ${section} must be ASCII`;
  }
  return undefined;
}
