import test from 'ava';
import { lines, ModuleBench } from './module-bench.js';

const LETTERS = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
const REGISTERS = Array.from({ length: 32 }, (_, index) => `S${index}`);
/** The module is off behind it, as it should be. */
const SWITCHES_OFF = ['+CPWROFF'];

/** As somebody types who wants to know what there is; the module is another one each time it was switched off. */
function stillAnswers(form: string): readonly string[] {
  const bench = ModuleBench.registered();
  bench.ask('ATE0');
  const listed: readonly string[] = bench.ask('AT+CLAC').match(/(?<=\r\nAT)\S+/g) ?? [];
  const names = [...new Set([...listed, ...LETTERS, ...LETTERS.map((letter) => `&${letter}`), ...REGISTERS])];
  return names.filter((name) => {
    if (form === '' && SWITCHES_OFF.includes(name)) return false;
    bench.ask(`AT${name}${form}`, 25_000);
    // Without a number V.250 means 0, so that ATV has results in numbers afterwards.
    const isAnswered = /(\r\nOK\r\n|0\r)$/.test(bench.ask('AT'));
    bench.ask('ATZE0');
    return !isAnswered;
  });
}

for (const form of ['=?', '?', '']) {
  test(`after each command with ${form === '' ? 'nothing' : form} behind its name the module answers AT`, (t) => {
    t.deepEqual(stillAnswers(form), []);
  });
}

test('a question to a basic command sets nothing', (t) => {
  const bench = ModuleBench.registered();
  for (const line of ['ATS3=?', 'ATV=?', 'ATE=?', 'ATQ=?', 'ATZ=?', 'AT&F=?', 'ATD=?', 'ATS4=?', 'ATS5=?', 'ATE0=?']) bench.ask(line);
  for (const line of ['ATV?', 'ATE?', 'ATQ?', 'ATS3=', 'ATS3=A', 'ATV=1']) t.regex(bench.ask(line), /\r\nERROR\r\n$/, line);
  t.is(bench.ask('AT'), `AT${lines('OK')}`);
  bench.ask('ATE0');
  t.is(bench.ask('ATV=?;S3=?;+CSQ'), lines('V: (0-1)', 'S3: (0-127)', '+CSQ: 20,99', 'OK'));
});
