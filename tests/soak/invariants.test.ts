import test from 'ava';
import { runSeed } from '../../host-sim/soak/run-seed.js';
import type { SoakDoubles } from '../../host-sim/soak/soak.js';
import type { Invariant } from '../../host-sim/soak/violation.js';
import { backwards, corrupting, deceived, forgetful, hasty, misanswered, muffled, throwing } from './doubles.js';

/** A seed that holds with the real parts, of a node without a backlog topic. */
const SEED = 3;

function isCaught(title: string, doubles: SoakDoubles, invariant: Invariant, detail: RegExp): void {
  test(`${title} breaks the invariant ${invariant}`, (t) => {
    const { violation } = runSeed({ seed: SEED, days: 3, doubles });
    t.is(violation?.invariant, invariant);
    t.regex(violation?.detail ?? '', detail);
  });
}

isCaught('an outbox that forgets a reading', { outbox: forgetful }, 'nothing-lost', /neither at the broker nor in the outbox/);
isCaught('an outbox that changes a reading', { outbox: corrupting }, 'nothing-lost', /arrived as/);
isCaught('an outbox that lets go too early', { outbox: hasty }, 'nothing-lost', /neither at the broker nor in the outbox/);
isCaught('a driver that takes something for an acknowledgement', { serial: deceived }, 'nothing-lost', /left the outbox, and is not at the broker/);
isCaught('an outbox that gives the newest first', { outbox: backwards }, 'order', /came after/);
isCaught('a driver that takes another\'s answer', { serial: misanswered }, 'own-answers', /has not answered AT\+CSQ/);
isCaught('a driver that throws', { serial: throwing }, 'no-exception', /the port is broken/);
isCaught('a driver that cannot subscribe', { serial: muffled }, 'publishing-again', /session/);
