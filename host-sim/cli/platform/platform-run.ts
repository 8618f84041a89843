import { SensorNode } from '../../../modules/firmware/sensor-node.js';
import type { Platform } from '../../../modules/firmware/platform.js';
import { aliyun } from '../../../modules/platforms/aliyun.js';
import { aws } from '../../../modules/platforms/aws.js';
import { azure } from '../../../modules/platforms/azure.js';
import { baidu } from '../../../modules/platforms/baidu.js';
import { homeAssistant } from '../../../modules/platforms/homeassistant.js';
import { huawei } from '../../../modules/platforms/huawei.js';
import { oneNet } from '../../../modules/platforms/onenet.js';
import { tencent } from '../../../modules/platforms/tencent.js';
import { thingsBoard } from '../../../modules/platforms/thingsboard.js';
import { tuya } from '../../../modules/platforms/tuya.js';
import type { GateName } from '../../platforms/gate-names.js';
import { gates } from '../../platforms/gates.js';
import { nodeDigest as digest } from '../../platforms/node-digest.js';
import { SimulatedSensor } from '../../sensors/simulated-sensor.js';
import type { Print } from '../print-trace.js';
import { type Ending, RunBench } from '../run/run-bench.js';
import type { RunOptions } from '../run/run-options.js';
import { type GatedBroker, startGatedBroker } from './gated-broker.js';

const PLATFORMS: Readonly<Record<GateName, () => Platform>> = {
  thingsboard: () => thingsBoard(gates.thingsboard.device),
  homeassistant: () => homeAssistant(),
  aws: () => aws({ thingName: gates.aws.device.thingName }),
  azure: () => azure({ deviceId: gates.azure.device.deviceId, sharedAccessKey: gates.azure.device.sharedAccessKey, digest }),
  aliyun: () => aliyun({ ...gates.aliyun.device, digest }),
  tencent: () => tencent({ ...gates.tencent.device, digest }),
  onenet: () => oneNet({ ...gates.onenet.device, digest }),
  huawei: () => huawei({ ...gates.huawei.device, digest }),
  baidu: () => baidu({ ...gates.baidu.device, digest }),
  tuya: () => tuya({ ...gates.tuya.device, digest }),
};

/** Values of one reading of the room: a run counts readings, and shows values. */
const VALUES_OF_A_READING = 2;

/**
 * Runs the sensor node behind a platform's gate, and shows what arrives behind it until so many readings are there, or `interrupted`
 * resolves. Gives the exit status.
 */
export async function runPlatform(name: GateName, options: RunOptions, interrupted: Promise<void>, print: Print): Promise<number> {
  const bench = new RunBench(options, print);
  const { time, report } = bench;
  let arrived = 0;
  let end: (ending: Ending) => void = () => undefined;
  const ended = new Promise<boolean>((resolve) => {
    end = ({ text, isSuccess }) => {
      end = () => undefined;
      report.line('end', text);
      resolve(isSuccess);
    };
  });
  const behind = await startGatedBroker(name, {
    time,
    utc: () => Date.now(),
    onComplaint: (text) => report.line('gate', text),
    onArrival: ({ name: value, value: content, time: taken }) => {
      arrived += 1;
      report.line('arrived', `${value} = ${String(content)}${taken === undefined ? '' : `  taken ${new Date(taken).toISOString()}`}`);
      if (options.readings !== undefined && arrived >= options.readings * VALUES_OF_A_READING) end({ isSuccess: true, text: `${options.readings} readings have arrived` });
    },
  });
  report.line('gate', `${name} on a real broker at ${behind.endpoints.tlsUrl ?? behind.endpoints.brokerUrl}`);
  const limit = bench.armLimit((ending) => end(ending));
  void interrupted.then(() => end({ isSuccess: options.readings === undefined, text: 'interrupted' }));
  const { node, module } = startNode(name, behind, options, bench);
  const isSuccess = await ended;
  limit.disarm();
  await new Promise<void>((resolve) => node.close(() => resolve()));
  module.powerOff();
  await behind.close();
  return isSuccess ? 0 : 1;
}

function startNode(name: GateName, behind: GatedBroker, options: RunOptions, bench: RunBench) {
  const { time, report } = bench;
  const { module, uart } = bench.switchOn(behind.endpoints);
  const { trust, client, host } = behind;
  const node: SensorNode = new SensorNode({
    serial: { io: uart.Serial },
    time,
    sensors: [{ name: 'room', io: SimulatedSensor, interval: options.interval * 1000, time }],
    random: Math.random,
    platform: PLATFORMS[name](),
    configuration: {
      nodeId: 'roof-1',
      messageLimit: 1024,
      network: { apn: 'CMNET', tls: trust === undefined ? undefined : { trust, certificate: client?.certificate, key: client?.key } },
      broker: { host },
    },
    onProgress: (...[event, detail]) => {
      if (event === 'link') return report.modemChanged(node.modem, detail);
      report.line(event === 'session' ? 'mqtt' : 'node', event === 'session' ? detail : `${event}: ${detail instanceof Error ? detail.message : String(detail)}`);
    },
  });
  node.start();
  return { node, module };
}
