import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { type Outbox, type OutboxRecord, TimeBase } from '../../modules/telemetry/outbox.js';
import type { BatchComposer } from '../../modules/telemetry/backlog-publisher.js';
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

/** Batches of such texts, as JSON has them. */
export const textComposer: BatchComposer = {
  overhead: 3,
  batchTailRoom: 1,
  batchHeadRoom: () => 1,
  batchHeadLength: () => 1,
  compose(record, place, target, offset) {
    const start = place > 0 ? offset + 1 : offset;
    const end = composeText(record, target, start);
    if (end === start) return offset;
    if (place > 0) target.set(new TextEncoder().encode(','), offset);
    return end;
  },
  closeBatch(_count, target, start, end) {
    target.set(new TextEncoder().encode('['), start - 1);
    target.set(new TextEncoder().encode(']'), end);
    return end + 1;
  },
};

/** Bytes that {@link composeText} adds. */
export const COMPOSED_OVERHEAD = 2;

export function textOf(message: Message | undefined): string | undefined {
  return message === undefined ? undefined : new TextDecoder().decode(message.payload);
}
