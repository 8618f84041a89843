import test from 'ava';
import { bytesOnAir, SEGMENT_HEADERS } from '../../bench/batching/bytes-on-air.js';
import { drain } from '../../bench/batching/drain.js';
import { cbor } from '../../modules/encodings/cbor.js';
import { senml } from '../../modules/encodings/senml.js';

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

test('every reading is counted in each encoding, and CBOR is the shortest', (t) => {
  const [inJson, inCbor, inSenml] = [undefined, cbor, senml].map((encoding) => drain({}, encoding));
  const payload = ({ payloadBytes, readings }: typeof inJson): number => payloadBytes / readings;
  t.true(payload(inCbor) < payload(inJson));
  t.true(payload(inJson) < payload(inSenml));
  t.true(inCbor.bytesOnAir > inCbor.payloadBytes);
});
