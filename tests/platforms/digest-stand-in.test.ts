import test from 'ava';
import fc from 'fast-check';
import { nodeDigest } from '../../host-sim/platforms/node-digest.js';
import { nodeDigest as standIn } from '../engines/stand-ins/digest.js';

test('what stands in for a host\'s digests on XS and QuickJS gives what Node\'s do', (t) => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  fc.assert(fc.property(fc.constantFrom('MD5', 'SHA1', 'SHA256'), bytes, bytes, (algorithm, key, data) => {
    t.deepEqual(standIn.hash(algorithm, data), nodeDigest.hash(algorithm, data));
    t.deepEqual(standIn.hmac(algorithm, key, data), nodeDigest.hmac(algorithm, key, data));
  }));
});
