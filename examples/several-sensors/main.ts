/// <reference path="../real-sensor/bmp280.d.ts" />
/** Two sensors at their own pace, in CBOR; an alarm, a topic and a command of the program's own. */
import Analog from 'embedded:io/analog';
import I2C from 'embedded:io/i2c';
import Serial from 'embedded:io/serial';
import BMP280 from 'embedded:sensor/Barometer-Temperature/BMP280';
import { ModdableTime, SensorNode } from 'cellnode';
import { cbor } from 'cellnode/cbor';

const battery = new Analog({ pin: 34 }); // through a divider by two
const volts = () => Math.round((battery.read() / 2 ** battery.resolution) * 6600) / 1000;
let threshold = 3.4;

const node = new SensorNode({
  serial: { io: Serial, port: 1, receive: 26, transmit: 27, baud: 115200 }, // an ESP32's pins: other chips have other ones
  sensors: [
    { name: 'air', io: BMP280, sensor: { io: I2C, data: 21, clock: 22 }, interval: 10_000 },
    { name: 'supply', sample: () => ({ volts: volts() }), interval: 30_000, isAlarm: () => volts() < threshold },
  ],
  encoding: cbor,
  topics: { readings: 'plant/{nodeId}/air' },
  commands: {
    // {"threshold":3.3,"id":"a1"} is answered by the same, in CBOR.
    threshold: {
      parse(value) {
        if (typeof value !== 'number' || !(value >= 0)) throw new Error('must be volts');
        return value;
      },
      run(wanted: number, reply) {
        threshold = wanted;
        events.publish('threshold changed', (error) => trace(error === null ? 'the broker knows\n' : `${error.message}\n`));
        reply(threshold);
      },
    },
  },
  configuration: { nodeId: 'roof-1', network: { apn: 'CMNET' }, broker: { host: 'broker.example.com' } },
  time: new ModdableTime(),
  random: Math.random,
  onProgress: (event, detail) => trace(`${event} ${detail ?? ''}\n`),
});
const events = node.topic('plant/{nodeId}/event', { QoS: 1 });
node.start();
