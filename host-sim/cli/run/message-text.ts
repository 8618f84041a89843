import { decode } from 'cbor2';
import { FIRST_OF_CBOR } from './arrived-readings.js';

/** A message for people: text as it is, CBOR as the JSON that says the same, and other bytes in hexadecimal. */
export function messageText(payload: Uint8Array): string {
  if (payload.length > 0 && payload[0] >= FIRST_OF_CBOR) {
    try {
      return `${JSON.stringify(decode(payload))}  ${payload.length} bytes of cbor`;
    } catch {
      // Some other bytes.
    }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch {
    return Buffer.from(payload).toString('hex');
  }
}
