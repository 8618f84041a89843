import test from 'ava';
import fc from 'fast-check';
import { activeTimer, receptionCycle, updateTimer } from '../../modules/cellular/power-saving.js';
import { check } from '../property.js';

/** Seconds of each unit, by its three bits: 3GPP TS 24.008 tables 10.5.163a and 10.5.172. */
const UPDATE_UNITS: Readonly<Record<string, number>> = {
  '000': 600, '001': 3600, '010': 36_000, '011': 2, '100': 30, '101': 60, '110': 1_152_000,
};
const ACTIVE_UNITS: Readonly<Record<string, number>> = { '000': 2, '001': 60, '010': 360 };

function seconds(code: string, units: Readonly<Record<string, number>>): number {
  return units[code.slice(0, 3)] * parseInt(code.slice(3), 2);
}

test('codes that the specification gives as examples', (t) => {
  t.is(updateTimer(62), '01111111');
  t.is(updateTimer(4 * 3600), '00011000');
  t.is(updateTimer(35_712_000), '11011111');
  t.is(activeTimer(10), '00000101');
  t.is(activeTimer(11_160), '01011111');
  t.is(receptionCycle(5.12), '0000');
  t.is(receptionCycle(20), '0010');
  t.is(receptionCycle(2621.44), '1101');
});

test('a timer is never shorter than what was asked for, and at most a unit longer', (t) => {
  const updates = fc.property(fc.integer({ min: 2, max: 35_712_000 }), (wanted) => {
    const code = updateTimer(wanted);
    const meant = seconds(code, UPDATE_UNITS);
    return code.length === 8 && meant >= wanted && meant < wanted + UPDATE_UNITS[code.slice(0, 3)];
  });
  check(t, updates);
  const actives = fc.property(fc.integer({ min: 2, max: 11_160 }), (wanted) => {
    const code = activeTimer(wanted);
    const meant = seconds(code, ACTIVE_UNITS);
    return code.length === 8 && meant >= wanted && meant < wanted + ACTIVE_UNITS[code.slice(0, 3)];
  });
  check(t, actives);
});

test('what no code means is refused by name', (t) => {
  for (const wanted of [0, 1, -5, 35_712_001, NaN]) {
    t.throws(() => updateTimer(wanted), { message: /^update: must be 2 to 35712000 seconds/ });
  }
  for (const wanted of [0, 1, 11_161, NaN]) {
    t.throws(() => activeTimer(wanted), { message: /^active: must be 2 to 11160 seconds/ });
  }
  for (const wanted of [0, -1, 2622, NaN]) t.throws(() => receptionCycle(wanted), { message: /^cycle: must be more than 0/ });
});
