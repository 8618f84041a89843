import test from 'ava';
import { Registration } from '../../modules/modem/registration.js';

const EPS = 0;
const PACKET = 1;
const CIRCUIT = 2;

function registration(eps: number, packet: number, circuit: number): Registration {
  const noted = new Registration();
  [eps, packet, circuit].forEach((status, domain) => (status < 0 ? noted.noteUnsupported(domain) : noted.note(domain, status)));
  return noted;
}

test('nothing is known at first', (t) => {
  t.is(new Registration().word, 'unknown');
});

test('one data network is enough', (t) => {
  t.is(registration(1, 0, 0).word, 'home');
  t.is(registration(0, 1, 3).word, 'home');
  t.is(registration(-1, 5, 2).word, 'roaming');
  t.is(registration(1, 5, 0).word, 'home');
});

test('the circuit-switched network counts only where the module knows no other', (t) => {
  t.is(registration(2, 0, 1).word, 'searching');
  t.is(registration(-1, -1, 1).word, 'home');
  t.is(registration(4, -1, 1).word, 'unknown');
});

test('a denial is told although another network is still searched for', (t) => {
  t.is(registration(2, 3, 0).word, 'denied');
});

test('SMS-only, emergency-only and CSFB statuses carry no data', (t) => {
  for (const status of [6, 7, 8, 9, 10]) t.is(registration(status, -1, -1).word, 'unregistered');
});

test('a visited network is usable only where roaming is allowed', (t) => {
  const noted = new Registration();
  noted.note(EPS, 5);
  t.true(noted.isUsable(true));
  t.false(noted.isUsable(false));
  noted.note(PACKET, 1);
  t.true(noted.isUsable(false));
  noted.note(CIRCUIT, 3);
  t.true(noted.isUsable(false));
});
