import test from 'ava';
import { runSeed } from '../../host-sim/soak/run-seed.js';
import type { SoakDoubles } from '../../host-sim/soak/soak-doubles.js';
import type { Invariant } from '../../host-sim/soak/violation.js';
import {
  backwards,
  clinging,
  corrupting,
  deceived,
  forgetful,
  hasty,
  lagging,
  leaking,
  misanswered,
  misdating,
  muffled,
  silent,
  throwing,
  unwrapped,
} from './doubles.js';

/** Seeds that hold with the real parts: of nodes without a backlog topic, which publish one reading at a time. */
const SEED = 21;
const SEED_AT_QOS_0 = 2;
const SEED_WITH_TLS = 18;

function isCaught(title: string, doubles: SoakDoubles, invariant: Invariant, detail: RegExp, seed = SEED): void {
  test(`${title} breaks the invariant ${invariant}`, (t) => {
    const { violation } = runSeed({ seed, days: 3, doubles });
    t.is(violation?.invariant, invariant);
    t.regex(violation?.detail ?? '', detail);
  });
}

isCaught('an outbox that forgets a reading', { outbox: forgetful }, 'nothing-lost', /neither at the broker nor in the outbox/);
isCaught('an outbox that changes a reading', { outbox: corrupting }, 'nothing-lost', /arrived as/);
isCaught('an outbox that lets go too early', { outbox: hasty }, 'nothing-lost', /left the outbox/);
isCaught('an outbox that takes not all, and does not say so', { outbox: silent }, 'every-sample', /is in no outbox/);
isCaught('a host whose alarms come late', { time: lagging }, 'every-sample', /was not taken, and is 1000 ms late/);
isCaught('an outbox that does not let go', { outbox: clinging }, 'no-repeats', /has arrived twice/);
isCaught('an outbox that dates wrongly', { outbox: misdating }, 'right-dates', /dated 86\d{6} ms wrong/);
isCaught('a port on which no connection is TLS', { serial: unwrapped }, 'own-trust', /as a plain one/, SEED_WITH_TLS);
isCaught('a driver that takes something for an acknowledgement', { serial: deceived }, 'nothing-lost', /left the outbox/);
isCaught('a driver that does so at QoS 0', { serial: deceived }, 'nothing-lost', /left the outbox/, SEED_AT_QOS_0);
isCaught('an outbox that gives the newest first', { outbox: backwards }, 'order', /came after/);
isCaught('a driver that takes another\'s answer', { serial: misanswered }, 'own-answers', /has not answered AT\+CSQ/);
isCaught('a driver that leaves alarms behind', { time: leaking }, 'bounded-memory', /alarms are armed/);
isCaught('a driver that throws', { serial: throwing }, 'no-exception', /the port is broken/);
isCaught('a driver that cannot subscribe', { serial: muffled }, 'publishing-again', /session/);
