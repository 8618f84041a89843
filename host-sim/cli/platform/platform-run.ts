import { SensorNode } from '../../../modules/firmware/sensor-node.js';
import type { Platform } from '../../../modules/firmware/platform.js';
import { aliyun } from '../../../modules/platforms/aliyun.js';
import { aws } from '../../../modules/platforms/aws.js';
import { azure } from '../../../modules/platforms/azure.js';
import { homeAssistant } from '../../../modules/platforms/homeassistant.js';
import { thingsBoard } from '../../../modules/platforms/thingsboard.js';
import { MqttUplink } from '../../broker/mqtt-uplink.js';
import { profiles } from '../../module/profile.js';
import { SimulatedModule } from '../../module/simulated-module.js';
import type { GateName } from '../../platforms/gate-names.js';
import { gates } from '../../platforms/gates.js';
import { nodeDigest as digest } from '../../platforms/node-digest.js';
import { SimulatedSensor } from '../../sensors/simulated-sensor.js';
import { RealTime } from '../../time/real-time.js';
import { VirtualUart } from '../../uart/virtual-uart.js';
import { formatFor } from '../colours.js';
import { type Print, tracePrinter } from '../print-trace.js';
import type { RunOptions } from '../run/run-options.js';
import { RunReport } from '../run/run-report.js';
import { type GatedBroker, startGatedBroker } from './gated-broker.js';

const PLATFORMS: Readonly<Record<GateName, () => Platform>> = {
  thingsboard: () => thingsBoard(gates.thingsboard.device),
  homeassistant: () => homeAssistant(),
  aws: () => aws({ thingName: gates.aws.device.thingName }),
  azure: () => azure({ deviceId: gates.azure.device.deviceId, sharedAccessKey: gates.azure.device.sharedAccessKey, digest }),
  aliyun: () => aliyun({ ...gates.aliyun.device, digest }),
};

/** Values of one reading of the room: a run counts readings, and shows values. */
const VALUES_OF_A_READING = 2;

/**
 * Runs the sensor node behind a platform's gate, and shows what arrives behind it until so many readings are there, or `interrupted`
 * resolves. Gives
 * the exit status.
 */
export async function runPlatform(name: GateName, options: RunOptions, interrupted: Promise<void>, print: Print): Promise<number> {
  const time = new RealTime();
  const start = time.now();
  const report = new RunReport(print, () => time.now() - start);
  let arrived = 0;
  let end: (text: string, isSuccess: boolean) => void = () => undefined;
  const ended = new Promise<boolean>((resolve) => {
    end = (text, isSuccess) => {
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
      if (options.readings !== undefined && arrived >= options.readings * VALUES_OF_A_READING) end(`${options.readings} readings have arrived`, true);
    },
  });
  report.line('gate', `${name} on a real broker at ${behind.endpoints.tlsUrl ?? behind.endpoints.brokerUrl}`);
  const limit = time.alarm(() => end(`not ${options.readings} readings within ${options.limit} s`, false));
  if (options.readings !== undefined) limit.arm(options.limit * 1000);
  void interrupted.then(() => end('interrupted', options.readings === undefined));
  const { node, module } = startNode(name, behind, options, time, report, print);
  const isSuccess = await ended;
  limit.disarm();
  await new Promise<void>((resolve) => node.close(() => resolve()));
  module.powerOff();
  await behind.close();
  return isSuccess ? 0 : 1;
}

function startNode(name: GateName, behind: GatedBroker, options: RunOptions, time: RealTime, report: RunReport, print: Print) {
  const uart = new VirtualUart({ time });
  const start = time.now();
  if (options.trace) uart.onTraffic = tracePrinter(print, formatFor(process.stdout), () => time.now() - start);
  const uplink = new MqttUplink(behind.endpoints);
  const module = new SimulatedModule({ time, uplink, line: uart.module, profile: profiles[options.profile], seed: options.seed });
  module.powerOn();
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
