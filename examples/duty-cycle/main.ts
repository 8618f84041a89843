/**
 * A tank that is measured each minute and told of each hour: the module sleeps with its radio off in between. Frost is an alarm, which
 * ends the sleep; the temperature is told of when it has changed.
 */
import Analog from 'embedded:io/analog';
import Serial from 'embedded:io/serial';
import { ModdableTime, SensorNode } from 'cellnode';

const level = new Analog({ pin: 34 });
const thermistor = new Analog({ pin: 35 });

/** Of a 10 kΩ thermistor (B = 3950 K) to ground under a resistor of the same value, in degrees Celsius. */
function temperature(): number {
  const share = thermistor.read() / 2 ** thermistor.resolution;
  const kelvin = 1 / (1 / 298.15 + Math.log(share / (1 - share)) / 3950);
  return Math.round((kelvin - 273.15) * 10) / 10;
}

new SensorNode({
  serial: { io: Serial, port: 1, receive: 26, transmit: 27, baud: 115200 }, // an ESP32's pins: other chips have other ones
  sensors: [
    { name: 'tank', sample: () => level.read(), interval: 600_000, summary: { every: 60_000, values: ['mean', 'minimum'] } },
    { name: 'air', sample: temperature, interval: 600_000, change: 0.5, isAlarm: (celsius) => (celsius as number) < 0 },
  ],
  modem: { powerSaving: { radioOff: true } },
  configuration: {
    nodeId: 'tank-1',
    network: { apn: 'CMNET' },
    broker: { host: 'broker.example.com' },
    dutyCycle: { period: 3_600_000 },
  },
  time: new ModdableTime(),
  random: Math.random,
  onProgress: (event, detail) => trace(`${event} ${detail ?? ''}\n`),
}).start();
