/**
 * What a text says: as it is, and with all that could hide another text in it decoded. A character for each byte; what was no
 * such encoding becomes noise.
 */
export function readings(text: string): readonly string[] {
  return [
    text,
    decoded(text, /%([0-9a-f]{2})/gi),
    // Of JavaScript, JSON and V.250: \x41, \u0041, \41.
    decoded(text, /\\(?:x|u00)?([0-9a-f]{2})/gi),
    ...[0, 1].map((skipped) => fromHexadecimal(text, skipped)),
    ...[0, 1, 2, 3].map((skipped) => fromBase64(text, skipped)),
    fromNumbers(text),
  ];
}

function decoded(text: string, escape: RegExp): string {
  return text.replace(escape, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}

/** A run of digits need not begin with the first of a pair. */
function fromHexadecimal(text: string, skipped: number): string {
  const runs = text.match(/[0-9a-f](?:[ :]?[0-9a-f]){11,}/gi) ?? [];
  return runs.map((run) => Buffer.from(run.replace(/[ :]/g, '').slice(skipped), 'hex').toString('latin1')).join('\n');
}

/** Both alphabets. Four characters are three bytes, and a run need not begin with the first of them. */
function fromBase64(text: string, skipped: number): string {
  const runs = text.match(/[\w+/-]{8,}/g) ?? [];
  return runs.map((run) => Buffer.from(run.slice(skipped), 'base64').toString('latin1')).join('\n');
}

/** Bytes as `inspect` and JSON show an array, or an object with its indices. */
function fromNumbers(text: string): string {
  const lists = text.replace(/["']?\d+["']?: ?/g, '').match(/\d{1,3}(?:,\s*\d{1,3}){5,}/g) ?? [];
  return lists.map((list) => Buffer.from(list.split(',').map(Number)).toString('latin1')).join('\n');
}
