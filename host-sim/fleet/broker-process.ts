import { type EmbeddedBroker, startEmbeddedBroker } from '../broker/embedded-broker.js';

/** The fleet's own broker in a process of its own: `up` and `down`, at the same address each time. Answers with the address. */
let broker: EmbeddedBroker | undefined;
let port: number | undefined;

async function obey(command: 'up' | 'down'): Promise<string> {
  await broker?.close();
  broker = command === 'up' ? await startEmbeddedBroker({ port }) : undefined;
  if (broker === undefined) return '';
  port = Number(new URL(broker.brokerUrl).port);
  return broker.brokerUrl;
}

process.on('message', (command: 'up' | 'down') => {
  void obey(command).then((url) => process.send?.(url));
});
// A fleet that was killed leaves no broker behind.
process.on('disconnect', () => process.exit());
