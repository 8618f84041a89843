import { connectAsync } from 'mqtt';

/**
 * Subscribes to everything at the broker, on a connection of its own: what it tells of has been there. Resolves with the
 * function that ends it.
 */
export async function watchBroker(
  url: string,
  onMessage: (topic: string, payload: Uint8Array) => void,
): Promise<() => Promise<void>> {
  const client = await connectAsync(url, { reconnectPeriod: 0 });
  // Without a listener an error of the connection would end the process.
  client.on('error', () => undefined);
  client.on('message', (topic, payload, { retain }) => {
    // What was retained arrived before.
    if (!retain) onMessage(topic, payload);
  });
  await client.subscribeAsync('#');
  return () => client.endAsync(true);
}
