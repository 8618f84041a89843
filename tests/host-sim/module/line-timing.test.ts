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

test('a change of the timing of a running module counts from the next answer on', (t) => {
  const time = new VirtualTime();
  const uart = new VirtualUart({ time });
  const profile = { ...mc66x, startMessages: false };
  const module = new SimulatedModule({ time, uplink: new ScriptedUplink(), line: uart.module, profile });
  module.powerOn();
  time.advance(60_000);
  const port = new uart.Serial({ baud: 115200, onReadable: () => undefined, onWritable: () => undefined });
  time.advance(100);
  const answerTime = (): number => {
    const start = time.now();
    let answered = 0;
    uart.onTraffic = (direction) => {
      if (direction === 'from-module') answered = time.now() - start;
    };
    port.write(Buffer.from('AT+CGMM\r'));
    time.advance(10_000);
    return answered;
  };
  t.true(answerTime() < 3000);
  const undo = module.adjust({ timing: { response: { 'AT+CGMM': [5000, 5000] }, otherResponse: [5000, 5000] } });
  t.true(answerTime() > 5000);
  undo();
  t.true(answerTime() < 3000);
});
