import test from 'ava';
import { lines, ModuleBench } from './module-bench.js';

for (const [kind, command] of [
  ['a length prompt', 'AT+GTSSLFILE="TRUSTFILE",1200'],
  ['a text prompt', 'AT+CMGF=1;+CMGS="+8613900000001"'],
]) {
  test(`a program that dies in the middle of ${kind} leaves the module waiting, until the line says that it is gone`, (t) => {
    const bench = ModuleBench.registered();
    bench.ask('ATE0');
    t.is(bench.ask(command), '\r\n> ');
    bench.type('-----BEGIN');
    t.is(bench.ask('AT').replaceAll('-----BEGIN', '').replaceAll('AT\r', ''), '', 'the next program is taken for data');
    bench.module.endPrompt();
    t.is(bench.take(), lines('ERROR'));
    t.is(bench.ask('AT'), lines('OK'));
    bench.module.endPrompt();
    t.is(bench.ask('AT'), lines('OK'), 'without a prompt it does nothing');
    t.is(bench.module.trustFiles, 0);
  });
}
