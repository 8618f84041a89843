import test from 'ava';
import { ModelBroker } from '../../host-sim/broker/model-broker.js';
import type { TlsOptions } from '../../host-sim/broker/uplink.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { ModuleBench } from '../host-sim/module/module-bench.js';
import { play, PROMPT, type Step } from './transcript.js';

const BEGIN = '-----BEGIN CERTIFICATE-----\r\n';
const END = '\r\n-----END CERTIFICATE-----\r\n';

/** A text in the shape of PEM, of exactly so many bytes. */
function pem(length: number): string {
  return BEGIN + 'M'.repeat(length - BEGIN.length - END.length) + END;
}

/** §4.2.1 */
const CERTIFICATES: readonly Step[] = [
  ['AT+GTSSLVER?', '+GTSSLVER: 2', 'OK'],
  ['AT+GTSSLVER=4', 'OK'],
  ['AT+GTSSLVER?', '+GTSSLVER: 4', 'OK'],
  ['AT+GTSSLFILE="CERTFILE",1220', PROMPT],
  [{ payload: pem(1220) }, 'OK'],
  ['AT+GTSSLFILE="KEYFILE",1679', PROMPT],
  [{ payload: pem(1679) }, 'OK'],
  ['AT+GTSSLFILE="TRUSTFILE",1758', PROMPT],
  [{ payload: pem(1758) }, 'OK'],
];

/** §4.2.2 to §4.2.6 */
const SESSION: readonly Step[] = [
  ['AT+MQTTOPEN=1,"MC66x.mqtt.iot.bj.baidubce.com",8883,0,60,2', 'OK', '+MQTTOPEN: 1,1'],
  ['AT+MQTTSUB=1,"test1",0', 'OK', '+MQTTSUB: 1,1'],
  ['AT+MQTTPUB=1,"test1",0,0,"123"', 'OK', '+MQTTPUB: 1,1', '+MQTTMSG: 1,0,"test1","123"'],
  ['AT+MQTTPUB=1,"test1",0,0,3', PROMPT],
  [{ payload: '123' }, 'OK', '+MQTTPUB: 1,1', '+MQTTMSG: 1,0,"test1","123"'],
  ['AT+MQTTUNSUB=1,"test1"', 'OK', '+MQTTUNSUB: 1,1'],
  ['AT+MQTTCLOSE=1', 'OK', '+MQTTCLOSE: 1,1'],
];

const DIALLING: readonly Step[] = [['AT+MIPCALL=1,"CMNET"', 'OK', '+MIPCALL: 10.217.202.45']];

test('§4.2: the whole encrypted session, with exactly the files that were loaded', (t) => {
  const time = new VirtualTime();
  let seen: TlsOptions | undefined;
  const broker = new ModelBroker({
    time,
    refuseTls: ({ tls }) => {
      seen = tls;
      return undefined;
    },
  });
  const bench = ModuleBench.registered({}, time, broker.uplink());
  play(t, bench, [...DIALLING, ...CERTIFICATES, ...SESSION]);
  t.like(seen, { version: 4, certificate: pem(1220), key: pem(1679), trust: [pem(1758)] });
});

test('§6: without time synchronisation the encrypted open fails, with it succeeds', (t) => {
  const time = new VirtualTime();
  const plausible = Date.UTC(2023, 0, 1);
  const broker = new ModelBroker({ time, refuseTls: ({ tls }) => ((tls?.clock ?? 0) < plausible ? -11 : undefined) });
  const bench = ModuleBench.registered({}, time, broker.uplink());
  play(t, bench, [
    ...DIALLING,
    ['AT+MQTTOPEN=1,"MC66x.mqtt.iot.bj.baidubce.com",8883,0,60,2', 'OK', '+MQTTOPEN: 1,0'],
    ['AT+GTSSLERR?', '+GTSSLERR: -11', 'OK'],
    ['AT+MIPNTP="ntp.ntsc.ac.cn",123', 'OK', '+MIPNTP: 1'],
    ['AT+CCLK?', '+CCLK: "23/09/04,15:17:41+32"', 'OK'],
    ['AT+MQTTOPEN=1,"MC66x.mqtt.iot.bj.baidubce.com",8883,0,60,2', 'OK', '+MQTTOPEN: 1,1'],
  ]);
});
