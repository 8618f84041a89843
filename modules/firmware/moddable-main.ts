/** The sensor node on Moddable: the platform's parts put together with `config` from the manifest or the command line. */
import Digital from 'embedded:io/digital';
import config from 'mc/config';
import { json, JournalOutbox, manifestSettings, ModdableTime, ModulePins, restartHost, SensorNode, SystemClock } from 'cellnode';
import { cbor } from 'cellnode/cbor';
import Flash from 'cellnode/flash';
import { senml } from 'cellnode/senml';
import Serial from 'cellnode/serial';

/** Called by Moddable when the machine is there; a module that did all this when it is loaded could not be preloaded. */
export default function main(): void {
  const settings = manifestSettings(config);
  const { serial, outbox, interval, encoding, topics, powerSaving, configuration } = settings;
  const time = new ModdableTime();
  const pins = new ModulePins(time, Digital, settings);
  const node: SensorNode = new SensorNode({
    serial: { ...serial, io: Serial },
    time,
    // What is there without a sensor: how long the node has run, and how well the module hears.
    sensors: [{ name: 'module', interval, sample: () => ({ uptime: Math.round(time.now() / 1000), RSSI: node.modem.RSSI }) }],
    encoding: encoding === 'json' ? json : encoding === 'cbor' ? cbor : senml,
    outbox: outbox === undefined ? undefined : new JournalOutbox({ flash: { io: Flash, path: outbox }, clock: new SystemClock() }),
    random: Math.random,
    topics,
    configuration,
    modem: { powerSaving, recovery: { ...pins.tools, restartHost } },
    onProgress: (event, detail) => trace(`${event} ${detail ?? ''}\n`),
  });
  pins.switchOn(() => node.start());
}
