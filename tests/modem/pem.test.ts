import test from 'ava';
import fc from 'fast-check';
import { problemWithPem } from '../../modules/modem/pem.js';

const BODY = 'MIIBszCCAVmgAwIBAgIUQk9L\nOK\nERROR\n';

function section(label: string, body = BODY): string {
  return `-----BEGIN ${label}-----\n${body}-----END ${label}-----\n`;
}

test('a certificate, a chain, and other names of the same', (t) => {
  t.is(problemWithPem(section('CERTIFICATE'), 'CERTIFICATE'), undefined);
  t.is(problemWithPem(section('CERTIFICATE') + section('CERTIFICATE'), 'CERTIFICATE'), undefined);
  t.is(problemWithPem(section('X509 CERTIFICATE'), 'CERTIFICATE'), undefined);
  t.is(problemWithPem(section('EC PRIVATE KEY'), 'PRIVATE KEY'), undefined);
});

test('CR LF line ends, text around the section, and no line end at its end', (t) => {
  t.is(problemWithPem(`subject=CN\n${section('CERTIFICATE')}# comment`, 'CERTIFICATE'), undefined);
  t.is(problemWithPem(section('CERTIFICATE').split('\n').join('\r\n'), 'CERTIFICATE'), undefined);
  t.is(problemWithPem(section('CERTIFICATE').trim(), 'CERTIFICATE'), undefined);
});

const wrong: readonly (readonly [string, string, RegExp])[] = [
  ['no section', 'MIIB', /BEGIN CERTIFICATE/],
  ['no END', `-----BEGIN CERTIFICATE-----\n${BODY}`, /must end with -----END CERTIFICATE-----/],
  ['another END', `-----BEGIN CERTIFICATE-----\n${BODY}-----END X-----\n`, /must end with -----END CERTIFICATE-----/],
  ['the second has no END', `${section('CERTIFICATE')}-----BEGIN CERTIFICATE-----\n${BODY}`, /must end with/],
  ['two BEGIN for one END', `-----BEGIN CERTIFICATE-----\n${section('CERTIFICATE')}`, /must end with/],
  ['a key', section('PRIVATE KEY'), /must hold CERTIFICATE sections, holds PRIVATE KEY/],
  ['an empty section', section('CERTIFICATE', '\n'), /must not be empty/],
  ['dashes are missing', '-----BEGIN CERTIFICATE\nAAAA\n-----END CERTIFICATE-----\n', /closing dashes/],
  ['not at the start of a line', `x${section('CERTIFICATE')}`, /closing dashes/],
];
for (const [name, text, problem] of wrong) {
  test(`refused: ${name}`, (t) => {
    t.regex(problemWithPem(text, 'CERTIFICATE') ?? 'none', problem);
  });
}

test('a key that needs a passphrase is refused in both of its forms', (t) => {
  t.regex(problemWithPem(section('ENCRYPTED PRIVATE KEY'), 'PRIVATE KEY') ?? '', /must not be encrypted/);
  const old = section('RSA PRIVATE KEY', 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n');
  t.regex(problemWithPem(old, 'PRIVATE KEY') ?? '', /must not be encrypted/);
});

test('any text is judged, never an exception', (t) => {
  const pieces = fc.constantFrom('-----BEGIN ', '-----END ', 'CERTIFICATE', '-----', '\n', 'AA', 'x');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
      const problem = problemWithPem(parts.join(''), 'CERTIFICATE');
      t.true(problem === undefined || problem.length > 0);
    }),
  );
});
