import test from 'ava';
import { SeededOddities } from '../../host-sim/soak/seeded-oddities.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { isOdd, type Oddity } from '../../modules/base/oddity.js';
import { errorFormatQuery, serialNumber } from '../../modules/cellular/device.js';
import { Dialogue } from '../../modules/at/dialogue/dialogue.js';
import { names } from '../../modules/fibocom/table.js';
import { ScriptedPort } from '../at/scripted-port.js';
import { oddSerial } from '../support/odd-serial.js';

const always = { happens: () => true };

test('nothing is odd but what the simulation has injected', (t) => {
  t.false(isOdd(undefined, 'smaller-piece'));
  t.false(isOdd(new VirtualTime(), 'smaller-piece'));
  t.true(isOdd({ oddities: always }, 'smaller-piece'));
});

test('the same seed has the same oddities, each by itself', (t) => {
  const kinds: readonly Oddity[] = ['smaller-piece', 'later-turn'];
  const asked = Array.from({ length: 1000 }, (_, index) => kinds[index % 2]);
  const [one, other] = [new SeededOddities(7), new SeededOddities(7)];
  const turns = asked.map((kind) => one.happens(kind)).filter((_, index) => index % 2 === 1);
  t.deepEqual(Array.from({ length: 500 }, () => other.happens('later-turn')), turns);
  t.true(turns.includes(true) && turns.includes(false));
  t.is(one.counts['later-turn'], turns.filter((isOne) => isOne).length);
});

test('with every oddity a command goes out in small pieces, late and line by line, and is answered all the same', (t) => {
  const time = new VirtualTime();
  const port = new ScriptedPort(time);
  const listener = { onUrc: () => undefined, onAnomaly: () => undefined };
  const serial = { io: oddSerial(port.Serial, always) };
  const dialogue = new Dialogue({ serial, time, names, probe: errorFormatQuery, listener });
  dialogue.synchronise(10_000, (error) => t.is(error, undefined));
  time.advance(0);
  port.say('\r\n+CMEE: 1\r\n\r\nOK\r\n');
  time.advance(1000);
  port.writes.length = 0;
  let imei: string | undefined;
  const ends: unknown[] = [];
  dialogue.execute({
    command: serialNumber,
    values: [],
    onReply: (fields) => (imei = fields.text(serialNumber.reply?.fields[0].name ?? '')),
    onEnd: (error) => ends.push(error),
  });
  time.advance(0);
  t.true(port.writes.length > 1);
  t.true(port.writes.every((length) => length <= 8));
  t.true(port.heard().endsWith('\r'));
  port.say('\r\n123456789012345\r\n\r\nOK\r\n');
  time.advance(0);
  t.deepEqual(ends, []);
  time.advance(100);
  t.deepEqual(ends, [undefined]);
  t.is(imei, '123456789012345');
});
