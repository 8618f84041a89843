import { Readable } from 'node:stream';
import type { PublishPacket } from 'aedes';

/** What aedes keeps retained messages in. */
export interface RetainedStore {
  storeRetained(packet: PublishPacket): Promise<void>;
  createRetainedStreamCombi(filters: readonly string[]): Readable;
}

/**
 * Lets a subscription without wildcards find its retained message by its topic. aedes compares all retained messages with each
 * subscription: where each of 10,000 clients retains a status and subscribes to its own commands, that took the broker 26 of the
 * 37 seconds that it worked.
 */
export function indexRetained(store: RetainedStore): void {
  const byTopic = new Map<string, PublishPacket>();
  const retain = store.storeRetained.bind(store);
  const search = store.createRetainedStreamCombi.bind(store);

  store.storeRetained = (packet) => {
    if (packet.payload.length === 0) byTopic.delete(packet.topic);
    else byTopic.set(packet.topic, { ...packet });
    return retain(packet);
  };
  store.createRetainedStreamCombi = (filters) => {
    if (filters.some(hasWildcard)) return search(filters);
    return Readable.from(filters.map((filter) => byTopic.get(filter)).filter((packet) => packet !== undefined));
  };
}

function hasWildcard(filter: string): boolean {
  return filter.includes('+') || filter.includes('#');
}
