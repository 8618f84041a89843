import test from 'ava';
import { cbor } from '../../modules/encodings/cbor.js';
import { hex } from '../support/bytes.js';
import { written } from './samples.js';

test('numbers of RFC 8949, appendix A', (t) => {
  const examples: [number, string][] = [
    [0, '00'], [1, '01'], [10, '0a'], [23, '17'], [24, '1818'], [25, '1819'], [100, '1864'], [1000, '1903e8'], [1000000, '1a000f4240'],
    [1000000000000, '1b000000e8d4a51000'], [-1, '20'], [-10, '29'], [-100, '3863'], [-1000, '3903e7'],
    [-0, 'f98000'], [1.1, 'fb3ff199999999999a'], [1.5, 'f93e00'], [100000.5, 'fa47c35040'], [3.4028234663852886e38, 'fa7f7fffff'],
    [1e300, 'fb7e37e43c8800759c'], [5.960464477539063e-8, 'f90001'], [0.00006103515625, 'f90400'], [-4.1, 'fbc010666666666666'],
  ];
  for (const [value, item] of examples) t.is(hex(written(cbor(), value)), item, String(value));
});

test('texts, arrays and maps of RFC 8949, appendix A', (t) => {
  const examples: [unknown, string][] = [
    [false, 'f4'], [true, 'f5'], [null, 'f6'], ['', '60'], ['a', '6161'], ['IETF', '6449455446'], ['"\\', '62225c'], ['ü', '62c3bc'], ['水', '63e6b0b4'],
    ['\ud800\udd51', '64f0908591'], [[], '80'], [[1, 2, 3], '83010203'], [[1, [2, 3], [4, 5]], '8301820203820405'], [{}, 'a0'],
    [{ a: 1, b: [2, 3] }, 'a26161016162820203'], [['a', { b: 'c' }], '826161a161626163'],
    [{ a: 'A', b: 'B', c: 'C', d: 'D', e: 'E' }, 'a56161614161626142616361436164614461656145'],
  ];
  for (const [value, item] of examples) t.is(hex(written(cbor(), value)), item, JSON.stringify(value));
});
