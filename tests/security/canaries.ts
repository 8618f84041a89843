import { readings } from './encodings.js';

/** Texts that stand for secrets. None is like another, or like anything that a program prints by itself. */
export const CANARIES = {
  apnPassword: 'Apn;Canary-q7Zv9Lk3',
  pin: '73915826',
  password: 'Mqtt,Canary-Rx4Tb8Mn2Kp',
  key: 'KeyCanaryMIIEvwIBADANBgkqhkiG9w0BAQEFAASCBKkwggSlAgEAAoIBAQ',
} as const;

export const KEY = `-----BEGIN PRIVATE KEY-----\n${CANARIES.key}\n-----END PRIVATE KEY-----\n`;
export const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUcertificate\n-----END CERTIFICATE-----\n';

/** Characters in a row from which nobody guesses; a number is looked for as a whole. */
const TELLTALE = 6;

/** The first piece of a canary that the text shows, in whatever encoding, or nothing. */
export function told(text: string, canaries: readonly string[] = Object.values(CANARIES)): string | undefined {
  const said = readings(text);
  for (const canary of canaries) {
    // A report is full of numbers, and six digits of a PIN are in one of fifty by chance.
    const telltale = /^\d+$/.test(canary) ? canary.length : TELLTALE;
    for (let start = 0; start + telltale <= canary.length; start += 1) {
      const piece = canary.slice(start, start + telltale);
      if (said.some((reading) => reading.includes(piece))) return piece;
    }
  }
  return undefined;
}
