import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { type Outbox, type OutboxRecord, TimeBase } from '../../modules/telemetry/outbox.js';
import type { Message } from '../../modules/telemetry/message-source.js';
import { Reporter } from '../../modules/telemetry/progress.js';

/** Accepts ASCII text as a record. */
export function appendText(outbox: Outbox, text: string): number {
  const payload = new TextEncoder().encode(text);
  return outbox.append(payload, payload.length, TimeBase.utc, 0);
}

/** Publishes the text between angle brackets; a text of nothing is not to be sent yet. */
export function composeText({ payload, byteLength }: OutboxRecord, target: Uint8Array, offset: number): number {
  if (byteLength === 0) return offset;
  target.set(new TextEncoder().encode('<'), offset);
  target.set(payload.subarray(0, byteLength), offset + 1);
  target.set(new TextEncoder().encode('>'), offset + 1 + byteLength);
  return offset + COMPOSED_OVERHEAD + byteLength;
}

/** What every publisher needs, for those that no connection is closed on. */
export function publisherParts() {
  return { time: new VirtualTime(), reporter: new Reporter(undefined), onDue: (): void => undefined };
}

/** Bytes that {@link composeText} adds. */
export const COMPOSED_OVERHEAD = 2;

export function textOf(message: Message | undefined): string | undefined {
  return message === undefined ? undefined : new TextDecoder().decode(message.payload);
}
