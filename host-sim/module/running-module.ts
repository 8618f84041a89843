import { atReady } from '../../modules/fibocom/urcs.js';
import type { Time } from '../../modules/ports/time.js';
import type { Uplink } from '../broker/uplink.js';
import { Clock } from './cellular/clock.js';
import { dataCallHandlers } from './cellular/data-call-commands.js';
import { DataCall } from './cellular/data-call.js';
import type { CellularNetwork } from './cellular/network.js';
import { powerHandlers } from './cellular/power-commands.js';
import { radioHandlers } from './cellular/radio-commands.js';
import { Radio } from './cellular/radio.js';
import type { SimCard } from './cellular/sim-card.js';
import { simHandlers } from './cellular/sim-commands.js';
import { Sim } from './cellular/sim.js';
import { clockHandlers } from './cellular/time-synchronisation.js';
import { Catalogue } from './line/catalogue.js';
import { identificationHandlers } from './line/identification.js';
import { Interpreter } from './line/interpreter.js';
import { adaptHandlers } from './line/module-rows.js';
import { Responder } from './line/responder.js';
import { Settings } from './line/settings.js';
import { terminalHandlers } from './line/terminal.js';
import type { ModuleEventHandler } from './module-event.js';
import { mqttHandlers } from './mqtt/mqtt-commands.js';
import { mqttOpenHandlers } from './mqtt/mqtt-open.js';
import { MqttSlots } from './mqtt/mqtt-slots.js';
import { tlsHandlers } from './mqtt/tls-commands.js';
import { TlsStore } from './mqtt/tls-store.js';
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
  readonly random: () => number;
  readonly utcNow: () => number;
  readonly write: (bytes: Uint8Array) => void;
  readonly onEvent: ModuleEventHandler;
  /** Power off and on again, from inside. */
  readonly reset: () => void;
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
  readonly #runtime: Runtime;
  readonly #interpreter: Interpreter;

  constructor({ time, profile, uplink, card, network, random, utcNow, write, onEvent, reset }: Surroundings) {
    const schedule = new Schedule(time);
    const settings = new Settings(profile.errorFormat);
    const responder = new Responder(profile, settings, write, onEvent);
    const runtime: Runtime = {
      profile,
      settings,
      schedule,
      draw: ([shortest, longest]) => shortest + random() * (longest - shortest),
      report: (urc, values) => responder.report(urc, values),
      onEvent,
    };
    this.#runtime = runtime;
    this.sim = new Sim(runtime, card);
    this.radio = new Radio(runtime, this.sim, network);
    this.dataCall = new DataCall(runtime, this.radio);
    this.clock = new Clock(runtime);
    this.tls = new TlsStore(profile.tlsVersionAtBoot);
    this.slots = new MqttSlots(runtime, uplink, this.dataCall);
    const handlers = [
      ...terminalHandlers(settings),
      ...identificationHandlers(profile),
      ...powerHandlers(runtime, this.radio, reset),
      ...simHandlers(this.sim),
      ...radioHandlers(this.radio, settings),
      ...dataCallHandlers(this.dataCall, this.sim, profile),
      ...clockHandlers(runtime, this.clock, this.dataCall, utcNow),
      ...mqttOpenHandlers({ slots: this.slots, call: this.dataCall, tls: this.tls, clock: this.clock, profile }),
      ...mqttHandlers(this.slots),
      ...tlsHandlers(this.tls),
    ];
    this.catalogue = new Catalogue(adaptHandlers(handlers, profile));
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

  /** The power is gone, in the middle of whatever it was. */
  stop(): void {
    this.#runtime.schedule.stop();
    this.sim.stop();
    this.radio.stop();
    this.slots.dropAll();
  }
}
