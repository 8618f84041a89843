import test from 'ava';
import { refuseMisspeltOptions } from '../../modules/base/misspelt-options.js';

const KNOWN = ['io', 'keepAlive', 'will', 'baud'];

function complaint(name: string): string | undefined {
  try {
    refuseMisspeltOptions({ [name]: 1 }, KNOWN, 'ECMA-419 §8');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const MEANT: Readonly<Record<string, string>> = {
  'another case': 'KEEPALIVE', 'another case of a short name': 'IO', 'a word before it': 'mqttKeepAlive', 'a word behind it': 'willTopic',
  'a letter more': 'keeepAlive', 'a letter less': 'kepAlive', 'another letter': 'keepAliwe', 'two letters that have changed places': 'keepAilve',
  'a letter less at the end': 'wil', 'a letter before it': 'xbaud', 'the first letter less': 'aud', 'two letters changed at the end': 'buad',
};

for (const [kind, name] of Object.entries(MEANT)) {
  test(`${kind} is refused with the name that was meant: ${name}`, (t) => {
    t.regex(complaint(name) ?? '', new RegExp(`^${name}: is no option, and a device ignores it; (${KNOWN.join('|')}) is one .*ECMA-419`));
  });
}

const OTHERS = ['io', 'keepAlive', 'priority', 'ioo', 'i', 'wall2', 'dua', 'keepAlxxe', 'unwilling', 'radio', 'kepAlove', 'keAepalive'];

for (const name of OTHERS) test(`what is known or meant for somebody else is ignored, as the standard wants it: ${name}`, (t) => t.is(complaint(name), undefined));

test('the one that is misspelt is found among others', (t) => {
  const options = { io: 1, other: 2, keepalive: 3 };
  t.throws(() => refuseMisspeltOptions(options, KNOWN, 'ECMA-419 §8'), { code: 'invalid-argument', message: /^keepalive: is no option/ });
});
