import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { TraceEntry } from '../../../host-sim/trace/trace-entry.js';
import { check } from '../../property.js';
import { garble, garbleAt, garblings, lengthOf, recut, sizes } from './cutting.js';
import { fromModule, recordSession, type SessionSecrets, summary, toModule, traced } from './session.js';

/** Characters of a secret in a row that nobody guesses from, and that no other part of a session holds by chance. */
const TELLTALE = 5;
const OTHER_SECRETS: SessionSecrets = { pin: '', apnPassword: '', password: '', key: '----' };

/** What a decoder may take for the beginning of something else. */
const misleading = fc.constantFrom('AT+', 'at', 'OK', '> ', '+MQTTMSG: 1,0,', '+CSQ: ', ';AT');
const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
const passwords = fc
  .oneof(
    fc.string({ unit: printable, minLength: TELLTALE, maxLength: 40 }),
    fc.base64String({ minLength: 8, maxLength: 88 }),
    fc.tuple(misleading, fc.base64String({ minLength: 8, maxLength: 40 })).map((parts) => parts.join('')),
  )
  .map((text) => text.replaceAll('"', "'"));

const keyLines = fc
  .tuple(fc.constantFrom('', 'AT+', 'AT', 'OK\r\n', '> ', '\r'), fc.base64String({ minLength: 40, maxLength: 64 }))
  .map((parts) => parts.join(''));
const keys = fc
  .array(keyLines, { minLength: 1, maxLength: 6 })
  .map((lines) => `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`);

const secrets: fc.Arbitrary<SessionSecrets> = fc.record({
  pin: fc.stringMatching(/^[0-9]{4,8}$/),
  apnPassword: passwords,
  password: passwords,
  key: keys,
});

/** Everything that the entries show. */
function shown(entries: readonly TraceEntry[]): string {
  return entries.map(summary).join('\n');
}

/** Fragments of the secrets; those of small letters only may stand in the words of an explanation. */
function telltales({ pin, apnPassword, password, key }: SessionSecrets): readonly string[] {
  const fragments = [apnPassword, password, ...key.split(/[\r\n]+/)].flatMap((secret) =>
    Array.from({ length: Math.max(secret.length - TELLTALE + 1, 0) }, (_, start) => secret.slice(start, start + TELLTALE)),
  );
  return [pin, ...fragments.filter((fragment) => !/^[a-z ]+$/.test(fragment))];
}

for (const echo of [true, false]) {
  // What such a session shows that is not secret: there a secret may stand by chance.
  const ordinary = shown(traced(recordSession({ ...OTHER_SECRETS, pin: '0000' }, { echo })));

  test(`nothing secret is shown, however the session is cut and one byte garbled, with echo ${echo ? 'on' : 'off'}`, (t) => {
    check(
      t,
      fc.property(secrets, fc.option(garblings), sizes, (planted, garbling, cuts) => {
        const fragments = telltales(planted).filter((fragment) => !ordinary.includes(fragment));
        const session = recordSession(planted, { echo });
        const text = shown(traced(recut(garbling === null ? session : garble(session, garbling), cuts)));
        for (const fragment of fragments) assert.ok(!text.includes(fragment), `${JSON.stringify(fragment)} in\n${text}`);
      }),
      { runs: 200 },
    );
  });
}

/** What garbling does most harm with: it ends a line, a text, an argument or a command, or begins something else. */
const REPLACEMENTS = Buffer.from('\r\n\b\x00 ",;=?+>AxX1\xff', 'latin1');

const PASSWORD = 'q7Zv9Lk3Wd';
const APN_PASSWORD = 'Rx4;AT+Tb8=Mn2Kp';
const KEY = '-----BEGIN PRIVATE KEY-----\nAT+qzIEuwIBADAN\nATq7Zv9Lk3Wd==\n-----END PRIVATE KEY-----\n';

for (const [echoed, end] of [
  ['without the terminator', ''],
  ['with the terminator', '\r'],
  ['not at all', undefined],
] as const) {
  const echo = (line: string) => fromModule(end === undefined ? '' : line + end);
  const dial = `AT+MIPCALL=1,"net","me","${APN_PASSWORD}"`;
  const login = `AT+MQTTUSER=1,"me","${PASSWORD}","it"`;
  const session = [
    toModule('AT\r'),
    echo('AT'),
    fromModule('\r\nOK\r\n'),
    toModule('AT+MQTTCONF=1\r'),
    echo('AT+MQTTCONF=1'),
    fromModule('\r\nOK\r\n'),
    toModule(`${dial}\r`),
    echo(dial),
    fromModule('\r\nOK\r\n'),
    toModule(`${login}\r`),
    echo(login),
    fromModule('\r\nOK\r\n'),
    toModule(`AT+GTSSLFILE="KEYFILE",${KEY.length}\r`),
    echo(`AT+GTSSLFILE="KEYFILE",${KEY.length}`),
    fromModule('\r\n> '),
    toModule(KEY),
    fromModule('\r\nOK\r\n'),
    toModule('AT+CSQ\r'),
    echo('AT+CSQ'),
    fromModule('\r\n+CSQ: 20,99\r\n\r\nOK\r\n'),
  ];

  const fragments = telltales({ pin: PASSWORD, apnPassword: APN_PASSWORD, password: PASSWORD, key: KEY });

  test(`nothing secret is shown, whichever byte is garbled to what means something, echoed ${echoed}`, (t) => {
    for (let position = 0; position < lengthOf(session); position += 1) {
      for (const replacement of REPLACEMENTS) {
        const text = shown(traced(garbleAt(session, position, () => replacement)));
        const told = fragments.find((fragment) => text.includes(fragment));
        if (told !== undefined) t.fail(`byte ${position} as ${replacement} tells ${told} in\n${text}`);
      }
    }
    t.pass();
  });

  test(`nothing secret is shown, from whichever byte on the traffic is heard and up to which, echoed ${echoed}`, (t) => {
    const bytes = recut(session, [1]);
    for (let position = 0; position < bytes.length; position += 1) {
      for (const part of [bytes.slice(0, position), bytes.slice(position), bytes.filter((_, index) => index !== position)]) {
        const text = shown(traced(part));
        const told = fragments.find((fragment) => text.includes(fragment));
        if (told !== undefined) t.fail(`at byte ${position}: tells ${told} in\n${text}`);
      }
    }
    t.pass();
  });
}
