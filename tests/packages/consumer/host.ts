import { type Alarm, Modem, type Time } from 'cellnode';
import { createFaultyModule, type Fault, faults, ModelBroker, type ModuleEvent, VirtualTime, VirtualUart } from 'cellnode-sim';
import { start } from './device.js';

const time: Time & VirtualTime = new VirtualTime();
const broker = new ModelBroker({ time });
const uart = new VirtualUart({ time });
const events: ModuleEvent[] = [];
const { module, faults: injector } = createFaultyModule({
  time,
  uplink: broker.uplink(),
  line: uart.module,
  onEvent: (event) => events.push(event),
});
const alarm: Alarm = time.alarm(() => injector.inject('sim-removed'));
alarm.arm(1000);
module.powerOn();
new Modem({ serial: { io: uart.Serial }, time }).connect({ apn: 'CMNET' });
start(new VirtualUart({ time }).Serial, time);
export const names: readonly string[] = faults.map(({ name }: Fault) => name);
