import test from 'ava';
import { l610, mc66x } from '../../../host-sim/module/profile.js';
import { SimulatedModule } from '../../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../../host-sim/uart/virtual-uart.js';
import { ScriptedUplink } from './scripted-uplink.js';

/** Milliseconds from a command's first byte to the end of its final result, at 115200, on a registered L610. */
function measure(command: string): number {
  const time = new VirtualTime();
  const uart = new VirtualUart({ time, transmitFifo: 1024 });
  const module = new SimulatedModule({ time, uplink: new ScriptedUplink(), line: uart.module, profile: l610 });
  const host = new uart.Serial({ baud: 115200, onReadable: () => undefined, onWritable: () => undefined });
  module.powerOn();
  time.advance(30000);
  let said = '';
  uart.onTraffic = (direction, bytes) => {
    if (direction === 'from-module') said += Buffer.from(bytes).toString('latin1');
  };
  const start = time.now();
  host.write(Buffer.from(`${command}\r`));
  // Bytes pass when the UART is looked at: every tenth of a millisecond is close enough.
  while ((uart.module.pending > 0 || !said.includes('\r\nOK\r\n')) && time.now() - start < 2000) time.advance(0.1);
  return time.now() - start;
}

test('answers take as long as they were measured on an L610', (t) => {
  const near = (command: string, shortest: number, longest: number): void => {
    const duration = measure(command);
    t.true(duration >= shortest && duration <= longest, `${command.slice(0, 12)}: ${duration} ms`);
  };
  near('AT', 1.9, 2.6);
  near('AT+CPIN?', 5, 7);
  near('AT+CSQ', 5, 7);
  near('AT+CREG?', 5, 8);
  near('AT+MIPCALL=1', 7, 9);
  near(`AT+MQTTUSER=1,"${'u'.repeat(80)}","${'p'.repeat(82)}"`.padEnd(182), 33, 34.5);
});

test('a power cut takes what is still in the UART with it', (t) => {
  const time = new VirtualTime();
  const uart = new VirtualUart({ time });
  const module = new SimulatedModule({ time, uplink: new ScriptedUplink(), line: uart.module, profile: mc66x });
  module.powerOn();
  t.true(time.runUntil(() => uart.module.pending > 0, 10000));
  module.powerOff();
  t.is(uart.module.pending, 0);
});
