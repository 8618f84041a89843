import test from 'ava';
import { runSeed } from '../../host-sim/soak/run-seed.js';
import type { SoakDoubles } from '../../host-sim/soak/soak-doubles.js';
import type { Invariant } from '../../host-sim/soak/violation.js';
import { backwards, corrupting, deceived, forgetful, hasty, leaking, misanswered, muffled, throwing } from './doubles.js';

/** Seeds that hold with the real parts: of nodes without a backlog topic, which publish one reading at a time. */
const SEED = 6;
const SEED_AT_QOS_0 = 2;

function isCaught(title: string, doubles: SoakDoubles, invariant: Invariant, detail: RegExp, seed = SEED): void {
  test(`${title} breaks the invariant ${invariant}`, (t) => {
    const { violation } = runSeed({ seed, days: 3, doubles });
    t.is(violation?.invariant, invariant);
    t.regex(violation?.detail ?? '', detail);
  });
}

isCaught('an outbox that forgets a reading', { outbox: forgetful }, 'nothing-lost', /neither at the broker nor in the outbox/);
isCaught('an outbox that changes a reading', { outbox: corrupting }, 'nothing-lost', /arrived as/);
isCaught('an outbox that lets go too early', { outbox: hasty }, 'nothing-lost', /neither at the broker nor in the outbox/);
isCaught('a driver that takes something for an acknowledgement', { serial: deceived }, 'nothing-lost', /left the outbox/);
isCaught('a driver that does so at QoS 0', { serial: deceived }, 'nothing-lost', /left the outbox/, SEED_AT_QOS_0);
isCaught('an outbox that gives the newest first', { outbox: backwards }, 'order', /came after/);
isCaught('a driver that takes another\'s answer', { serial: misanswered }, 'own-answers', /has not answered AT\+CSQ/);
isCaught('a driver that leaves alarms behind', { time: leaking }, 'bounded-memory', /alarms are armed/);
isCaught('a driver that throws', { serial: throwing }, 'no-exception', /the port is broken/);
isCaught('a driver that cannot subscribe', { serial: muffled }, 'publishing-again', /session/);
