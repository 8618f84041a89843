import {
  type CellularError,
  Modem,
  type ModemOptions,
  MQTTClient,
  RamOutbox,
  type SerialClass,
  SensorNode,
  type SensorNodeOptions,
  type Time,
} from 'cellnode';
import { commands, type Command } from 'cellnode/fibocom';

/** A device's program over whatever port and clock it has. */
export function start(io: SerialClass, time: Time): SensorNode {
  const options: SensorNodeOptions = {
    serial: { io },
    sensors: [{ name: 'node', interval: 60_000, sample: () => ({ uptime: time.now() }) }],
    configuration: { nodeId: 'roof-1', network: { apn: 'CMNET' }, broker: { host: 'broker.example.com' } },
    time,
    random: Math.random,
  };
  const node = new SensorNode(options);
  node.start();
  return node;
}

export function dial(options: ModemOptions): CellularError | undefined {
  const modem = new Modem(options);
  modem.connect({ apn: 'CMNET' });
  return modem.error;
}

export const names: readonly string[] = commands.map(({ name }: Command) => name);
export const parts = { MQTTClient, RamOutbox };
