import test from 'ava';
import { mc66x } from '../../host-sim/module/profile.js';
import { ModemBench } from './modem-bench.js';

for (const identityForm of ['bare', 'prefixed', 'labelled'] as const) {
  for (const cardNumberPrefix of ['+CCID', '+ICCID', 'ICCID', 'none'] as const) {
    test(`names are told ${identityForm}, the card's number behind ${cardNumberPrefix}`, (t) => {
      const { imei, model, revision, iccid } = ModemBench.up({}, { profile: { identityForm, cardNumberPrefix } }).modem;
      t.deepEqual([imei, model, revision, iccid], [mc66x.imei, mc66x.model, mc66x.revision, '89860321249930012345']);
    });
  }
}
