import test from 'ava';
import { bytesOnAir, SEGMENT_HEADERS } from '../../bench/batching/bytes-on-air.js';
import { drain } from '../../bench/batching/drain.js';

const message = (bytes: number, qos: 0 | 1) => ({ topic: 'a/b', payload: new Uint8Array(bytes), qos, isRetained: false });

test('a message on the air is PUBLISH and at QoS 1 PUBACK, with the headers of their segments', (t) => {
  // Two bytes of fixed header, five of topic.
  t.is(bytesOnAir(message(100, 0)), SEGMENT_HEADERS + 2 + 5 + 100);
  // A second byte of length, a packet identifier, and PUBACK.
  t.is(bytesOnAir(message(1000, 1)), SEGMENT_HEADERS + 3 + 5 + 2 + 1000 + SEGMENT_HEADERS + 4);
});

test('batches carry all readings in fewer messages and fewer bytes', (t) => {
  const alone = drain(undefined);
  const batched = drain({ pause: 0 });
  t.is(alone.messages, alone.readings);
  t.true(batched.messages < batched.readings / 3);
  t.true(batched.bytesOnAir / batched.readings < alone.bytesOnAir / alone.readings);
  t.true(batched.milliseconds < alone.milliseconds);
});
