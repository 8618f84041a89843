const UNKNOWN = 99;

/** What a level of `AT+CSQ` means (3GPP TS 27.007 §8.5). */
export function signalText(level: number): string {
  if (level === UNKNOWN) return 'unknown';
  const power = level === 0 ? '≤ −113' : level === 31 ? '≥ −51' : `−${113 - 2 * level}`;
  return `${level} · ${power} dBm`;
}
