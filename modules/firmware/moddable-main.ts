/** The sensor node on Moddable: the platform's parts put together with `config` from the manifest or the command line. */
import Digital from 'embedded:io/digital';
import config from 'mc/config';
import Modules from 'modules';
import { JournalOutbox, manifestSettings, ModdableTime, ModulePins, ModuleSensor, restartHost, SensorNode, SystemClock } from 'cellnode';
import { cbor } from 'cellnode/cbor';
import collect from 'cellnode/collect';
import Flash from 'cellnode/flash';
import memory from 'cellnode/memory';
import restartReason from 'cellnode/restart-reason';
import { senml } from 'cellnode/senml';
import Serial from 'cellnode/serial';
import { manifestPlatform } from './moddable-platform.js';

/** Called by Moddable when the machine is there; a module that did all this when it is loaded could not be preloaded. */
export default function main(): void {
  try {
    start();
  } catch (error) {
    // Without a debugger nothing else tells what of `config` was refused.
    trace(`${String(error)}\n`);
    throw error;
  }
}

function start(): void {
  const settings = manifestSettings(config);
  const { serial, outbox, interval, encoding, topics, health, powerSaving, configuration } = settings;
  const platform = manifestPlatform(config, Modules);
  const time = new ModdableTime();
  const pins = new ModulePins(time, Digital, settings);
  const node: SensorNode = new SensorNode({
    serial: { ...serial, io: Serial },
    time,
    // What is there without a sensor: how long the node has run, how well the module hears, and its supply.
    sensors: [{ name: 'module', interval, io: ModuleSensor, time, modem: () => node.modem }],
    // What is left out may be a platform's to say.
    encoding: encoding === 'json' ? undefined : encoding === 'cbor' ? cbor : senml,
    outbox: outbox === undefined ? undefined : new JournalOutbox({ flash: { io: Flash, path: outbox }, clock: new SystemClock() }),
    random: Math.random,
    topics: Object.keys(topics).length === 0 ? undefined : topics,
    platform,
    health: health === undefined ? undefined : { ...health, memory, restartReason },
    collect,
    configuration,
    modem: { powerSaving, recovery: { ...pins.tools, restartHost } },
    onProgress: (event, detail) => trace(`${event} ${detail ?? ''}\n`),
  });
  pins.switchOn(() => node.start());
}
