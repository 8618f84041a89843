/** The sensor node on Moddable: the platform's parts put together with `config` from the manifest or the command line. */
import Digital from 'embedded:io/digital';
import config from 'mc/config';
import { manifestSettings, ModdableTime, PowerKey, SensorNode, SimulatedSensor } from 'cellnode';
import Serial from 'cellnode/serial';

/** Called by Moddable when the machine is there; a module that did all this when it is loaded could not be preloaded. */
export default function main(): void {
  const { serial, powerKey, configuration } = manifestSettings(config);
  const time = new ModdableTime();
  const node = new SensorNode({
    serial: { ...serial, io: Serial },
    time,
    sensor: { io: SimulatedSensor, time },
    random: Math.random,
    configuration,
    onProgress: (event, detail) => trace(`${event} ${detail ?? ''}\n`),
  });
  if (powerKey === undefined) return node.start();
  const { pin, pressed, duration } = powerKey;
  // An open drain cannot drive PWRKEY, which the module pulls up; a transistor's base wants to be driven.
  const mode = pressed === 0 ? Digital.OutputOpenDrain : Digital.Output;
  new PowerKey({ time, pin: { io: Digital, pin, mode }, pressed, duration }).press(() => node.start());
}
