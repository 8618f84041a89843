import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { profiles } from '../../../host-sim/module/profile.js';
import { check } from '../../property.js';
import { recut, sizes } from './cutting.js';
import { recordSession, type SessionSecrets, traced } from './session.js';

const SECRETS: SessionSecrets = {
  pin: '8351',
  apnPassword: 'apn pa55word',
  password: "hunter2, 'no'\\yes",
  key: '-----BEGIN PRIVATE KEY-----\r\nOK\r\nAT+CSQ\r\n> \r\n-----END PRIVATE KEY-----\r\n',
};

for (const [name, profile] of Object.entries(profiles)) {
  for (const echo of [true, false]) {
    test(`every cut of a session with ${name}, echo ${echo ? 'on' : 'off'}, gives the same entries`, (t) => {
      const session = recordSession(SECRETS, { echo, profile });
      const entries = traced(session);
      t.deepEqual(traced(recut(session, [1])), entries, 'byte by byte');
      check(
        t,
        fc.property(sizes, (cuts) => assert.deepEqual(traced(recut(session, cuts)), entries)),
      );
    });
  }
}
