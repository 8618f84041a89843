/** The sensor node on Moddable: the platform's parts put together with `config` from the manifest or the mcconfig command line. */
import Serial from 'embedded:io/serial';
import config from 'mc/config';
import { ModdableTime, SensorNode, SimulatedSensor } from 'cellnode';

const time = new ModdableTime();

const node = new SensorNode({
  serial: { io: Serial, baud: config.baud, port: config.port, receive: config.receive, transmit: config.transmit },
  time,
  sensor: { io: SimulatedSensor, time },
  random: Math.random,
  configuration: {
    nodeId: config.nodeId,
    interval: config.interval,
    network: config.apn ? { apn: config.apn } : {},
    broker: { host: config.broker, user: config.user, password: config.password },
  },
  onProgress: (event, detail) => trace(`${event} ${detail ?? ''}\n`),
});

node.start();
