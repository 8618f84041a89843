import assert from 'node:assert/strict';
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import type { Message } from '../../host-sim/broker/uplink.js';
import type { MQTTClientOptions } from '../../modules/mqtt/mqtt-client.js';
import { check } from '../property.js';
import type { RecordingClient } from '../support/recording-client.js';
import { payloads, topics } from './payloads.js';

/** Bytes of the longest payload. */
const CAPACITY = 1500;

/** A driver at a simulated module, of whatever vendor, with a broker behind it. */
interface Bench {
  /** What an independent subscriber has received. */
  readonly received: Message[];
  connectedClient(options: Partial<MQTTClientOptions>): RecordingClient;
  until(condition: () => boolean, what: string): void;
}

/** Whatever is published arrives exactly, at every QoS, and is acknowledged as often as its QoS wants. */
export function checkExactDelivery(t: ExecutionContext, bench: Bench, runs: number): void {
  const client = bench.connectedClient({ publishCapacity: CAPACITY });
  check(
    t,
    fc.property(topics, payloads(CAPACITY), fc.nat(2), fc.boolean(), (topic, payload, QoS, retain) => {
      bench.received.length = 0;
      client.events.length = 0;
      client.publish(topic, payload, QoS, retain);
      client.untilWritable();
      bench.until(() => bench.received.length > 0, 'the message has arrived');
      const [message] = bench.received;
      assert.deepEqual([message.topic, message.qos], [topic, QoS]);
      assert.deepEqual(Buffer.from(message.payload), Buffer.from(payload));
      assert.equal(bench.received.length, 1);
      assert.equal(client.acknowledgements.length, QoS);
    }),
    { runs },
  );
  t.is(client.error, undefined);
}
