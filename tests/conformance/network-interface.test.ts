import test from 'ava';
import { Modem } from '../../modules/modem/modem.js';
import { VirtualBench } from '../support/virtual-bench.js';

/** ECMA-419 §17 and Annex A, Network Interface Class Pattern. */

const ORDER = [0, 100, 200, 300, 400, 500];

/** A modem, and what it tells: each name with the value that the property then has. */
function told() {
  const changes: [string, unknown][] = [];
  const bench = new VirtualBench({
    modem: {
      onChanged(name) {
        changes.push([name, this[name]]);
      },
    },
  });
  const of = (property: string): unknown[] => changes.filter(([name]) => name === property).map(([, value]) => value);
  return { bench, modem: bench.modem, changes, of };
}

test('the constructor binds to the interface, and does not initialise it', (t) => {
  const { bench, modem, changes } = told();
  bench.advance(60_000);
  t.is(bench.sent(), '');
  t.is(modem.connection, 0);
  t.deepEqual(changes, []);
});

test('connection goes through the standard\'s numbers, upwards', (t) => {
  const { bench, of } = told();
  bench.bringUp();
  const numbers = of('connection') as number[];
  t.deepEqual(numbers, [...numbers].sort((one, other) => one - other));
  for (const number of numbers) t.true(ORDER.includes(number), String(number));
  t.is(numbers.at(-1), 500);
});

test('onChanged: with the name of the property, which has its new value by then', (t) => {
  const { bench, modem, changes, of } = told();
  bench.bringUp();
  t.deepEqual(of('address').slice(-1), [modem.address]);
  t.deepEqual(of('connection').slice(-1), [500]);
  for (const [name] of changes) t.true(name in modem, name);
});

test('onChanged: tells of a loss, and of the way back', (t) => {
  const { bench, modem, of } = told();
  bench.bringUp();
  const before = of('connection').length;
  bench.module.dataCall.lose({ withUrc: true });
  bench.until(() => modem.connection < 500, 'the loss is noticed');
  bench.untilUp();
  bench.advance(1000);
  const since = of('connection').slice(before) as number[];
  t.true(since.some((number) => number < 500));
  t.is(since.at(-1), 500);
});

test('address: undefined until it is assigned, and when it is gone', (t) => {
  const { bench, modem } = told();
  t.is(modem.address, undefined);
  bench.bringUp();
  t.regex(modem.address ?? '', /^\d+\.\d+\.\d+\.\d+$/);
  modem.disconnect();
  bench.until(() => modem.connection < 500, 'the address is given back');
  t.is(modem.address, undefined);
});

test('MAC: undefined, for a cellular interface has none', (t) => {
  const { bench, modem } = told();
  t.true('MAC' in modem);
  t.is(modem.MAC, undefined);
  bench.bringUp();
  t.is(modem.MAC, undefined);
});

test('RSSI: undefined while not connected, a negative number of dBm when it is', (t) => {
  const { bench, modem } = told();
  t.is(modem.RSSI, undefined);
  bench.bringUp();
  t.true((modem.RSSI ?? 0) < 0);
});

test('connection, address, MAC and RSSI are read-only', (t) => {
  const { modem } = told();
  for (const name of ['connection', 'address', 'MAC', 'RSSI']) t.false(Reflect.set(modem, name, 5), name);
  t.is(modem.connection, 0);
});

test('connect: throws while an attempt is in progress, and when there is a connection', (t) => {
  const { bench, modem } = told();
  modem.connect({ apn: 'CMNET' });
  t.throws(() => modem.connect({ apn: 'CMNET' }));
  bench.until(() => modem.connection >= 100, 'the attempt has begun');
  t.throws(() => modem.connect({ apn: 'CMNET' }));
  bench.untilUp();
  t.throws(() => modem.connect({ apn: 'CMNET' }));
});

test('disconnect: abandons an attempt, and another one may begin', (t) => {
  const { bench, modem } = told();
  modem.connect({ apn: 'CMNET' });
  bench.until(() => modem.connection >= 300, 'the attempt is well under way');
  modem.disconnect();
  bench.advance(600_000);
  t.true(modem.connection < 500);
  modem.connect({ apn: 'CMNET' });
  bench.untilUp();
  t.is(modem.connection, 500);
});

test('disconnect: does nothing where nothing is connected', (t) => {
  const { bench, modem, changes } = told();
  modem.disconnect();
  modem.disconnect();
  bench.advance(60_000);
  t.is(bench.sent(), '');
  t.deepEqual(changes, []);
});

test('onChanged is optional', (t) => {
  const bench = new VirtualBench({ modem: { onChanged: undefined } }).bringUp();
  t.true(bench.modem instanceof Modem);
  t.is(bench.modem.connection, 500);
});
