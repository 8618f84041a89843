import test from 'ava';
import type { Message } from '../../../host-sim/broker/uplink.js';
import { lines, ModuleBench } from './module-bench.js';

const OK = lines('OK');
const ERROR = lines('ERROR');

function message(topic: string, payload: string | Uint8Array, qos: Message['qos'] = 0): Message {
  return { topic, payload: Buffer.from(payload), qos, isRetained: false };
}

test('messages are pushed unescaped, as they come', (t) => {
  const bench = ModuleBench.online();
  const { events } = bench.open();
  events.onMessage(message('a/b', 'x "y",\r\nOK\r\nz\\', 1));
  t.is(bench.take(), lines('+MQTTMSG: 1,1,"a/b","x "y",\r\nOK\r\nz\\"'));
});

test('AT+MQTTCONF=1 keeps messages for AT+MQTTREAD, each with exact lengths', (t) => {
  const bench = ModuleBench.online();
  t.is(bench.ask('AT+MQTTCONF=1'), OK);
  const { events } = bench.open();
  events.onMessage(message('a/é', 'x"\r\nOK', 2));
  events.onMessage(message('b', ''));
  t.is(bench.take(), lines('+MQTTMSGI: 1,2,4,6', '+MQTTMSGI: 1,0,1,0'));
  t.is(bench.module.slots.waitingMessages(1), 2);
  t.is(bench.ask('AT+MQTTREAD=1'), Buffer.from(lines('+MQTTREAD: 1,2,4,6,"a/é","x"\r\nOK"', 'OK')).toString('latin1'));
  t.is(bench.ask('AT+MQTTREAD=1'), lines('+MQTTREAD: 1,0,1,0,"b",""', 'OK'));
  t.is(bench.ask('AT+MQTTREAD=1'), ERROR);
});

test('the receive mode is that of the open, and the queue does not outlive the connection', (t) => {
  const bench = ModuleBench.online();
  const pushed = bench.open(1);
  bench.ask('AT+MQTTCONF=1');
  const pulled = bench.open(2);
  pushed.events.onMessage(message('t', 'p'));
  pulled.events.onMessage(message('t', 'p'));
  t.is(bench.take(), lines('+MQTTMSG: 1,0,"t","p"', '+MQTTMSGI: 2,0,1,1'));
  bench.module.slots.break(2, 1);
  bench.take();
  bench.open(2);
  t.is(bench.ask('AT+MQTTREAD=2'), ERROR);
});

test('a full message queue loses the oldest or the newest, as the profile has it', (t) => {
  const waiting = (fullMessageQueueDrops: 'oldest' | 'newest'): string => {
    const bench = ModuleBench.online({ profile: { messageQueueDepth: 2, fullMessageQueueDrops } });
    bench.ask('AT+MQTTCONF=1');
    const { events } = bench.open();
    for (const payload of ['1', '2', '3']) events.onMessage(message('t', payload));
    bench.take();
    return bench.ask('AT+MQTTREAD=1') + bench.ask('AT+MQTTREAD=1') + bench.ask('AT+MQTTREAD=1');
  };
  const read = (payload: string): string => lines(`+MQTTREAD: 1,0,1,1,"t","${payload}"`, 'OK');
  t.is(waiting('oldest'), read('2') + read('3') + ERROR);
  t.is(waiting('newest'), read('1') + read('2') + ERROR);
});

test('a module without AT+MQTTCONF knows neither it nor AT+MQTTREAD', (t) => {
  const bench = ModuleBench.online({ profile: { hasReceiveMode: false } });
  bench.open();
  bench.ask('AT+CMEE=1');
  t.is(bench.ask('AT+MQTTCONF=1'), lines('+CME ERROR: 100'));
  t.is(bench.ask('AT+MQTTREAD=1'), lines('+CME ERROR: 100'));
});
