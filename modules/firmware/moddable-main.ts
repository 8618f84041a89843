/** The sensor node on Moddable: the platform's parts put together with `config` from the manifest or the command line. */
import Digital from 'embedded:io/digital';
import config from 'mc/config';
import Modules from 'modules';
import {
  JournalOutbox,
  type ManifestSettings,
  manifestSettings,
  ModdableTime,
  ModulePins,
  ModuleSensor,
  restartHost,
  type SensorNode,
  type SensorNodeOptions,
  SystemClock,
} from 'cellnode';
import { cbor } from 'cellnode/cbor';
import collect from 'cellnode/collect';
import Flash from 'cellnode/flash';
import memory from 'cellnode/memory';
import restartReason from 'cellnode/restart-reason';
import { senml } from 'cellnode/senml';
import Serial from 'cellnode/serial';
import { manifestIdentity } from './moddable-identity.js';
import { manifestPlatform } from './moddable-platform.js';
import { imageNode } from './moddable-settings.js';
import { imageMemories } from './moddable-store.js';

/** Called by Moddable when the machine is there; a module that did all this when it is loaded could not be preloaded. */
export default function main(): void {
  try {
    start();
  } catch (error) {
    fail(error);
  }
}

/** Without a debugger nothing else tells what of `config` was refused. */
function fail(error: unknown): never {
  trace(`${String(error)}\n`);
  throw error;
}

function start(): void {
  const settings = manifestSettings(config);
  const time = new ModdableTime();
  const pins = new ModulePins(time, Digital, settings);
  const memories = imageMemories(Modules);
  const modem = { powerSaving: settings.powerSaving, recovery: { ...pins.tools, restartHost }, memory: memories.module };
  const parts = { serial: { ...settings.serial, io: Serial }, time, commandMemory: memories.commands };
  // Its options are put together first: on top of that, what a node is made of would take more of the stack than a device has.
  const make = (nodeId: string, modemOptions: Parts['modem']): SensorNode => {
    const options = nodeOptions(settings, nodeId, { ...parts, modem: modemOptions }, () => node);
    const node: SensorNode = imageNode(options, memories.settings, Modules);
    return node;
  };
  const identity = manifestIdentity(
    {
      nodeId: settings.configuration.nodeId,
      stored: memories.nodeId,
      serial: parts.serial,
      time,
      modem,
      network: settings.configuration.network,
      onKnown(nodeId) {
        try {
          make(nodeId, identity?.modem).start();
        } catch (error) {
          fail(error);
        }
      },
      onProblem: (problem) => trace(`${String(problem)}\n`),
    },
    Modules,
  );
  if (identity !== undefined) return pins.switchOn(() => identity.start());
  const node = make(settings.configuration.nodeId, modem);
  pins.switchOn(() => node.start());
}

type Parts = Pick<SensorNodeOptions, 'serial' | 'time' | 'commandMemory' | 'modem'>;

function nodeOptions(settings: ManifestSettings, nodeId: string, parts: Parts, node: () => SensorNode): SensorNodeOptions {
  const { outbox, interval, encoding, topics, health, configuration } = settings;
  const { time } = parts;
  return {
    ...parts,
    // What is there without a sensor: how long the node has run, how well the module hears, and its supply.
    sensors: [{ name: 'module', interval, io: ModuleSensor, time, modem: () => node().modem }],
    // What is left out may be a platform's to say.
    encoding: encoding === 'json' ? undefined : encoding === 'cbor' ? cbor : senml,
    outbox: outbox === undefined ? undefined : new JournalOutbox({ flash: { io: Flash, path: outbox }, clock: new SystemClock() }),
    random: Math.random,
    topics: Object.keys(topics).length === 0 ? undefined : topics,
    platform: manifestPlatform(config, Modules),
    health: health === undefined ? undefined : { ...health, memory, restartReason },
    collect,
    configuration: { ...configuration, nodeId },
    onProgress: (event, detail) => trace(`${event} ${detail ?? ''}\n`),
  };
}
