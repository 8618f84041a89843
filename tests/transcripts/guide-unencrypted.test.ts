import test from 'ava';
import { ModelBroker } from '../../host-sim/broker/model-broker.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { lines, ModuleBench } from '../host-sim/module/module-bench.js';
import { play, PROMPT, type Step } from './transcript.js';

/** §4.1.1, from the first command on. */
const CREATING: readonly Step[] = [
  ['AT', 'OK'],
  ['AT+CPIN?', '+CPIN: READY', 'OK'],
  ['AT+CSQ?', '+CSQ: 20,99', 'OK'],
  ['AT+CGREG?', '+CGREG: 0,1', 'OK'],
  ['AT+MIPCALL=1,"CMNET"', 'OK', '+MIPCALL: 10.217.202.45'],
  ['AT+MQTTUSER=1,"MC66x/test1","LeKH43ojsvwzlNS15EGImf5JIuPkCv9cPnu1DQUxGOk="', 'OK'],
  ['AT+MQTTWILL=1,"test1",0,0,"disconnect unexpectly"', 'OK'],
  ['AT+MQTTOPEN=1,"MC66x.mqtt.iot.bj.baidubce.com",1883,0,60', 'OK', '+MQTTOPEN: 1,1'],
];
/** §4.1.2 */
const SUBSCRIBING: readonly Step[] = [['AT+MQTTSUB=1,"test1",0', 'OK', '+MQTTSUB: 1,1']];
/** §4.1.3; both messages come back, for the topic is subscribed. */
const PUBLISHING: readonly Step[] = [
  ['AT+MQTTPUB=1,"test1",0,0,"123"', 'OK', '+MQTTPUB: 1,1', '+MQTTMSG: 1,0,"test1","123"'],
  ['AT+MQTTPUB=1,"test1",0,0,3', PROMPT],
  [{ payload: '123' }, 'OK', '+MQTTPUB: 1,1', '+MQTTMSG: 1,0,"test1","123"'],
];
/** §4.1.4 */
const UNSUBSCRIBING: readonly Step[] = [['AT+MQTTUNSUB=1,"test1"', 'OK', '+MQTTUNSUB: 1,1']];
/** §4.1.5 */
const CLOSING: readonly Step[] = [['AT+MQTTCLOSE=1', 'OK', '+MQTTCLOSE: 1,1']];

function started(): { readonly bench: ModuleBench; readonly broker: ModelBroker } {
  const time = new VirtualTime();
  const broker = new ModelBroker({ time });
  const bench = new ModuleBench({}, time, broker.uplink());
  bench.module.powerOn();
  bench.time.advance(20000);
  return { bench, broker };
}

test('§4.1: the whole unencrypted session', (t) => {
  const { bench, broker } = started();
  t.is(bench.take(), lines('AT command ready', '+SIM READY'));
  play(t, bench, [...CREATING, ...SUBSCRIBING, ...PUBLISHING, ...UNSUBSCRIBING, ...CLOSING]);
  t.false(broker.isConnected(bench.module.profile.imei));
});

test('§4.1.3 after §4.1.4: a topic without subscription brings nothing back', (t) => {
  const { bench } = started();
  bench.take();
  play(t, bench, [...CREATING, ...SUBSCRIBING, ...UNSUBSCRIBING, ['AT+MQTTPUB=1,"test1",0,0,"123"', 'OK', '+MQTTPUB: 1,1']]);
});

test('§5.3: the will of §4.1.1 is published when the power goes, and not after §4.1.5', (t) => {
  const { bench, broker } = started();
  const seen: string[] = [];
  broker.subscribe('test1', (message) => seen.push(Buffer.from(message.payload).toString()));
  bench.take();
  play(t, bench, [...CREATING, ...CLOSING]);
  t.deepEqual(seen, []);
  play(t, bench, CREATING.slice(-1));
  bench.module.powerOff();
  bench.time.advance(10000);
  t.deepEqual(seen, ['disconnect unexpectly']);
});

test('§5.4: with clean session 0 a subscription outlives the connection, and with 1 it does not', (t) => {
  const { bench, broker } = started();
  bench.take();
  play(t, bench, [...CREATING, ['AT+MQTTSUB=1,"test1",1', 'OK', '+MQTTSUB: 1,1'], ...CLOSING]);
  broker.publish({ topic: 'test1', payload: Buffer.from('kept'), qos: 1, isRetained: false });
  bench.time.advance(1000);
  play(t, bench, [
    ['AT+MQTTOPEN=1,"MC66x.mqtt.iot.bj.baidubce.com",1883,0,60', 'OK', '+MQTTOPEN: 1,1', '+MQTTMSG: 1,1,"test1","kept"'],
    ...CLOSING,
  ]);
  play(t, bench, [['AT+MQTTOPEN=1,"MC66x.mqtt.iot.bj.baidubce.com",1883,1,60', 'OK', '+MQTTOPEN: 1,1']]);
  broker.publish({ topic: 'test1', payload: Buffer.from('lost'), qos: 1, isRetained: false });
  bench.time.advance(1000);
  t.is(bench.take(), '');
});
