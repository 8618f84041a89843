import test from 'ava';
import { ideal, wire } from '../../bench/link/link-case.js';
import { efficiency, windowEfficiency } from '../../bench/link/link-benchmark.js';

/** Virtual time: exact, and the same on each machine. */

test('no message goes faster than the wire and the declared times allow', (t) => {
  for (const qos of [0, 1] as const) {
    for (const roundTrip of [0, 200]) {
      const { share } = efficiency({ baud: 115_200, payload: 100, qos, roundTrip, window: 1 });
      t.true(share > 0.5 && share <= 1, `${share}`);
    }
  }
});

test('with one publish in flight the line is used to 95 % at 115,200 baud and to 90 % at 921,600', (t) => {
  for (const payload of [100, 1000]) {
    t.true(efficiency({ baud: 115_200, payload, qos: 0, roundTrip: 0, window: 1 }).share >= 0.95);
    t.true(efficiency({ baud: 921_600, payload, qos: 0, roundTrip: 0, window: 1 }).share >= 0.9);
  }
});

test('what is missing of the limit is the UART\'s: four characters of quiet, twice a message', (t) => {
  const linkCase = { baud: 115_200, payload: 20, qos: 0, roundTrip: 0, window: 1 } as const;
  const missing = 1000 / efficiency(linkCase).perSecond - ideal(linkCase);
  t.true(Math.abs(missing - wire(2 * 4, linkCase)) < 0.05, `${missing}`);
});

test('a round trip counts once at QoS 1, and not at QoS 0', (t) => {
  const at = (qos: 0 | 1, roundTrip: number) => ideal({ baud: 115_200, payload: 100, qos, roundTrip, window: 1 });
  t.is(at(0, 1000), at(0, 0));
  t.true(Math.abs(at(1, 1000) - at(1, 200) - 800) < 1e-9);
});

test('with a window, QoS 1 at a round trip of 200 ms uses 80 % of what the wire allows', (t) => {
  for (const baud of [115_200, 921_600]) {
    for (const payload of [20, 100, 1000]) {
      const { share } = windowEfficiency({ baud, payload, qos: 1, roundTrip: 200, window: 256 });
      t.true(share >= 0.8 && share <= 1, `${baud} baud, ${payload} bytes: ${share}`);
    }
  }
});
