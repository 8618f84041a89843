import test from 'ava';
import { TellingUplink } from '../../../host-sim/broker/telling-uplink.js';
import type { Refusal } from '../../../host-sim/broker/uplink.js';
import { ModuleBench } from '../module/module-bench.js';
import { ScriptedUplink } from '../module/scripted-uplink.js';

const REFUSALS: readonly (readonly [Refusal, string])[] = [
  [{ phase: 'mqtt', code: 700, reason: 'CONNACK 1' }, 'refused: unacceptable protocol version'],
  [{ phase: 'mqtt', code: 701, reason: 'CONNACK 2' }, 'refused: identifier rejected'],
  [{ phase: 'mqtt', code: 703, reason: 'CONNACK 4' }, 'refused: bad user name or password'],
  [{ phase: 'mqtt', code: 704, reason: 'CONNACK 5' }, 'refused: not authorized'],
  [{ phase: 'mqtt', code: 799, reason: 'CONNACK 100' }, 'refused: CONNACK 100'],
  [{ phase: 'tls', code: -11, reason: 'unknown authority' }, 'the TLS handshake fails: unknown authority'],
  [{ phase: 'network', code: 0, reason: 'ECONNREFUSED' }, 'not reached: ECONNREFUSED'],
];

test('what the broker says reaches who runs the module, although the module says no more than that it failed', (t) => {
  const told: string[] = [];
  const scripted = new ScriptedUplink();
  const bench = ModuleBench.online({}, undefined, new TellingUplink(scripted, (text) => told.push(text)));
  for (const [refusal, text] of REFUSALS) {
    bench.ask('AT+MQTTOPEN=1,"broker.example",1883,1,60');
    scripted.last.events.onRefused(refusal);
    bench.time.advance(10_000);
    t.is(bench.take(), '\r\n+MQTTOPEN: 1,0\r\n');
    t.is(told.pop(), text);
  }
});
