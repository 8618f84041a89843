import type { Message } from './uplink.js';

/** The message with a payload of its own, whatever kind of array that is: a Buffer's `slice` would share it. */
export function copyOf(message: Message): Message {
  return { ...message, payload: new Uint8Array(message.payload) };
}
