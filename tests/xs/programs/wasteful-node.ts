import config from 'mc/config';
import { ModdableTime } from 'cellnode';
import { SensorNode } from '../../../modules/firmware/sensor-node.js';
import { wire } from '../device/wire.js';
import { host } from '../host/globals.js';
import Serial from '../moddable/serial.js';

const VALUES = 12;

/** As users' sensors are: it makes objects, strings and arrays for each sample. */
function sample(): object {
  const values = Array.from({ length: VALUES }, (_, index) => ({ index, text: `value ${index}` }));
  return { mean: values.reduce((sum, { text }) => sum + text.length, 0) / VALUES };
}

/** A node whose sensor leaves garbage behind; it collects when it may where `config.collects` says so. */
export function start(): void {
  const node: SensorNode = new SensorNode({
    serial: { io: Serial, baud: 115200 },
    time: new ModdableTime(),
    sensors: [{ name: 'wasteful', interval: 5000, sample }],
    random: () => 0.5,
    collect: config.collects === true ? collect : undefined,
    configuration: { nodeId: 'node-1', network: { apn: 'CMNET' }, broker: { host: 'broker.example.com' } },
  });
  function collect(): void {
    host.gc();
    wire.report(`collected ${node.modem.isIdle ? 'idle' : 'busy'}`);
  }
  node.start();
}
