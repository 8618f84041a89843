import test from 'ava';
import { mc66x } from '../../../host-sim/module/profile.js';
import { SimulatedModule } from '../../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../../host-sim/uart/virtual-uart.js';
import { ScriptedUplink } from './scripted-uplink.js';

test('a power cut takes what is still in the UART with it', (t) => {
  const time = new VirtualTime();
  const uart = new VirtualUart({ time });
  const module = new SimulatedModule({ time, uplink: new ScriptedUplink(), line: uart.module, profile: mc66x });
  module.powerOn();
  t.true(time.runUntil(() => uart.module.pending > 0, 10000));
  module.powerOff();
  t.is(uart.module.pending, 0);
});
