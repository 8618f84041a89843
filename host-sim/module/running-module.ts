import { atReady } from '../../modules/fibocom/urcs.js';
import type { Time } from '../../modules/ports/time.js';
import type { Uplink } from '../broker/uplink.js';
import { Clock } from './cellular/clock.js';
import { dataCallHandlers } from './cellular/data-call-commands.js';
import { DataCall } from './cellular/data-call.js';
import type { CellularNetwork } from './cellular/network.js';
import { networkTimeHandlers } from './cellular/network-time.js';
import { contextLoginHandlers } from './cellular/context-logins.js';
import { operatorListHandlers } from './cellular/operator-lists.js';
import { operatorHandlers } from './cellular/operator-commands.js';
import { packetHandlers } from './cellular/packet-commands.js';
import { PdpContexts } from './cellular/pdp-contexts.js';
import { pinHandlers } from './cellular/pin-commands.js';
import { type PowerControl, powerHandlers } from './cellular/power-commands.js';
import { powerSavingHandlers } from './cellular/power-saving-commands.js';
import { Radio } from './cellular/radio.js';
import { registrationHandlers } from './cellular/registration-commands.js';
import { signalHandlers } from './cellular/signal-commands.js';
import type { SimCard } from './cellular/sim-card.js';
import { simHandlers } from './cellular/sim-commands.js';
import { Sim } from './cellular/sim.js';
import { clockHandlers } from './cellular/time-synchronisation.js';
import { Handset } from './handset/handset.js';
import { withCommandList } from './identity/command-list.js';
import { identificationHandlers } from './identity/identification.js';
import { Catalogue } from './line/catalogue.js';
import type { CommandHook } from './line/command-hook.js';
import { Interpreter } from './line/interpreter.js';
import { adaptHandlers } from './line/module-rows.js';
import { lineRateHandlers } from './line/line-rate.js';
import { plainTestHandlers } from './line/plain-tests.js';
import { Responder } from './line/responder.js';
import { Settings } from './line/settings.js';
import { terminalHandlers } from './line/terminal.js';
import type { ModuleEventHandler } from './module-event.js';
import type { ModuleLine } from './module-line.js';
import type { NonVolatileMemory } from './non-volatile-memory.js';
import { mqttHandlers } from './mqtt/mqtt-commands.js';
import { mqttQueryHandlers } from './mqtt/mqtt-queries.js';
import { mqttOpenHandlers } from './mqtt/mqtt-open.js';
import { MqttSlots } from './mqtt/mqtt-slots.js';
import { tlsHandlers } from './mqtt/tls-commands.js';
import { TlsStore } from './mqtt/tls-store.js';
import { factorySettings } from './factory-settings.js';
import type { Profile } from './profile.js';
import type { Runtime } from './runtime.js';
import { Schedule } from './schedule.js';

/** What is there without the module's power: its kind, the world around it, and the line. */
export interface Surroundings {
  readonly time: Time;
  readonly profile: Profile;
  readonly uplink: Uplink;
  readonly card: SimCard;
  readonly network: CellularNetwork;
  readonly memory: NonVolatileMemory;
  readonly random: () => number;
  readonly utcNow: () => number;
  readonly line: ModuleLine;
  readonly write: (bytes: Uint8Array) => void;
  readonly onEvent: ModuleEventHandler;
  readonly power: PowerControl;
  readonly hook: CommandHook;
}

/**
 * The module from the end of its boot to the loss of its power. All that is volatile is in here, and nothing that is not: a
 * reboot makes another one.
 */
export class RunningModule {
  readonly sim: Sim;
  readonly radio: Radio;
  readonly dataCall: DataCall;
  readonly clock: Clock;
  readonly tls: TlsStore;
  readonly slots: MqttSlots;
  readonly catalogue: Catalogue;
  readonly settings: Settings;
  readonly #handset: Handset;
  readonly #runtime: Runtime;
  readonly #interpreter: Interpreter;

  constructor({ time, profile, uplink, card, network, random, utcNow, line, write, onEvent, power, hook, memory }: Surroundings) {
    const schedule = new Schedule(time);
    const settings = new Settings(factorySettings(profile), memory);
    const responder = new Responder(profile, settings, write, onEvent, hook);
    const runtime: Runtime = {
      profile,
      settings,
      schedule,
      draw: ([shortest, longest]) => shortest + random() * (longest - shortest),
      report: (urc, values, body) => responder.report(urc, values, body),
      onEvent,
      hook,
    };
    this.#runtime = runtime;
    this.settings = settings;
    this.sim = new Sim(runtime, card);
    this.radio = new Radio(runtime, this.sim, network);
    this.dataCall = new DataCall(runtime, this.radio);
    this.clock = new Clock(runtime);
    this.tls = new TlsStore(profile.tlsVersionAtBoot);
    this.#handset = new Handset(runtime, this.sim, this.radio, memory, utcNow);
    this.slots = new MqttSlots(runtime, uplink, this.dataCall);
    const handlers = [
      ...terminalHandlers(settings),
      ...plainTestHandlers(),
      ...identificationHandlers(profile),
      ...powerHandlers(runtime, this.radio, power),
      ...simHandlers(this.sim, profile),
      ...pinHandlers(this.sim),
      ...signalHandlers(this.radio),
      ...registrationHandlers(this.radio, settings),
      ...operatorHandlers(this.radio, this.sim, settings),
      ...packetHandlers(new PdpContexts(memory.contexts, this.radio), this.radio, settings),
      ...operatorListHandlers(this.radio, settings),
      ...contextLoginHandlers(profile),
      ...dataCallHandlers(this.dataCall, this.sim, profile),
      ...clockHandlers(runtime, this.clock, this.dataCall, utcNow),
      ...networkTimeHandlers(runtime, this.clock, this.radio, utcNow),
      ...this.#handset.handlers,
      ...mqttOpenHandlers({ slots: this.slots, call: this.dataCall, tls: this.tls, clock: this.clock, profile }),
      ...mqttHandlers(this.slots),
      ...mqttQueryHandlers(this.slots, profile),
      ...tlsHandlers(this.tls, profile),
      ...lineRateHandlers(runtime, line),
      ...powerSavingHandlers(settings),
    ];
    this.catalogue = new Catalogue(withCommandList(adaptHandlers(handlers, profile)));
    this.#interpreter = new Interpreter(runtime, responder, this.catalogue);
  }

  start(): void {
    if (this.#runtime.profile.startMessages) this.#runtime.report(atReady, []);
    this.radio.start();
    this.sim.start();
  }

  receive(bytes: Uint8Array): void {
    this.#interpreter.receive(bytes);
  }

  /** Whoever was to send what a prompt has asked for is gone. */
  endPrompt(): void {
    this.#interpreter.endPrompt();
  }

  /** The power is gone, in the middle of whatever it was. */
  stop(): void {
    this.#runtime.schedule.stop();
    this.sim.stop();
    this.radio.stop();
    this.#handset.stop();
    this.slots.dropAll();
  }
}
