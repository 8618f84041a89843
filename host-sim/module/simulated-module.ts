import type { Command } from '../../modules/at/command.js';
import type { LineTable } from '../../modules/at/line/names.js';
import { commands, urcs } from '../../modules/fibocom/table.js';
import type { Alarm, Time } from '../../modules/ports/time.js';
import type { Uplink } from '../broker/uplink.js';
import type { DataCallLoss } from './cellular/data-call.js';
import { CellularNetwork, type NetworkOptions } from './cellular/network.js';
import { SimCard, type SimCardOptions } from './cellular/sim-card.js';
import type { ModuleEventHandler } from './module-event.js';
import { type CommandHook, noHook } from './line/command-hook.js';
import type { ModuleLine } from './module-line.js';
import type { BreakCause } from './mqtt/mqtt-slot.js';
import { NonVolatileMemory } from './non-volatile-memory.js';
import { AdjustableProfile, adjustProfile, mc66x, type Profile, type ProfileOptions } from './profile.js';
import { seededRandom } from './random.js';
import { RunningModule } from './running-module.js';
import type { DataCallState, PowerState, RegistrationStatus, SimState, SlotState } from './state.js';

/** Bits per second of a module that nobody has set to another rate. */
const FACTORY_RATE = 115200;

/** What the module is wired to, and what it is like. */
export interface SimulatedModuleOptions {
  /** The clock on which the module lives. */
  readonly time: Time;
  /** Its way to a broker. */
  readonly uplink: Uplink;
  /** Where it speaks to. */
  readonly line: ModuleLine;
  /** Changes to the profile of the guide's module, or a whole profile. */
  readonly profile?: ProfileOptions;
  /** Picks all durations; the same seed gives the same run. */
  readonly seed?: number;
  /** UTC as time servers have it, in milliseconds since 1970. */
  readonly utcNow?: () => number;
  /** The card in it; one that asks for no PIN when not given. */
  readonly sim?: SimCardOptions;
  /** The network around it; one that takes it in when not given. */
  readonly network?: NetworkOptions;
  /** Hears of what happens in it. */
  readonly onEvent?: ModuleEventHandler;
  /** Interferes with commands and answers; nobody does when not given. */
  readonly hook?: CommandHook;
}

/**
 * A Fibocom module at the far end of a UART: it takes AT commands, has a SIM card, a radio network and MQTT connections, and
 * forgets with its power what the real one forgets. It starts without power.
 *
 * What happens to the module rather than through it, is done by {@link sim}, {@link radio}, {@link dataCall} and {@link slots}.
 */
export class SimulatedModule implements LineTable {
  /** The SIM card: `insert()`, `remove()`. */
  readonly sim: SimCard;
  /** The network around: `setSignal(n)`, `setRegistration(status)`, `setDataService(has)`. */
  readonly radio: CellularNetwork;
  readonly #profile: AdjustableProfile;
  readonly #hook: CommandHook;
  readonly urcs = urcs;
  readonly #time: Time;
  readonly #uplink: Uplink;
  readonly #line: ModuleLine;
  readonly #random: () => number;
  readonly #utcNow: () => number;
  readonly #onEvent: ModuleEventHandler;
  readonly #boot: Alarm;
  readonly #memory = new NonVolatileMemory();
  #power: PowerState = 'off';
  #running: RunningModule | undefined;
  #commands: readonly Command[] = commands;

  constructor(options: SimulatedModuleOptions) {
    this.#profile = new AdjustableProfile(adjustProfile(mc66x, options.profile));
    this.#hook = options.hook ?? noHook;
    this.sim = new SimCard(options.sim);
    this.radio = new CellularNetwork(options.network);
    this.#time = options.time;
    this.#uplink = options.uplink;
    this.#line = options.line;
    this.#random = seededRandom(options.seed ?? 1);
    this.#utcNow = options.utcNow ?? (() => Date.now());
    this.#onEvent = options.onEvent ?? (() => undefined);
    this.#boot = options.time.alarm(() => this.#run());
    this.#line.onBytes((bytes) => this.#running?.receive(bytes));
  }

  /** All that it has known since it ran first; what the driver knows before. A trace explains lines by them. */
  get commands(): readonly Command[] {
    return this.#commands;
  }

  /** As it is now, changes by {@link adjust} included. */
  get profile(): Profile {
    return this.#profile.profile;
  }

  /**
   * Changes the profile of a module that may be running: from the next answer on, or the next boot where it is looked at then
   * (`slots`, `payloadLimit`, `hasReceiveMode`, `acceptsKeepAliveZero`, `busyInput`, `messageQueueDepth`). Returns the
   * function that takes the changes back.
   */
  adjust(changes: ProfileOptions): () => void {
    return this.#profile.change(changes);
  }

  /** Starts the boot; what arrives on the line before its end is lost. Nothing when the power is on already. */
  powerOn(): void {
    if (this.#power !== 'off') return;
    this.#setPower('booting');
    const [shortest, longest] = this.profile.timing.boot;
    this.#boot.arm(shortest + this.#random() * (longest - shortest));
  }

  /** Cuts the power: connections die without a word, all volatile state is gone. */
  powerOff(): void {
    if (this.#power === 'off') return;
    this.#boot.disarm();
    const running = this.#running;
    this.#running = undefined;
    running?.stop();
    this.#line.discard?.();
    this.#setPower('off');
  }

  /** Cuts the power and gives it back, as a brown-out or `AT+CFUN=15` does. */
  reset(): void {
    this.powerOff();
    this.powerOn();
  }

  /** Whether it has power, and is up. */
  get power(): PowerState {
    return this.#power;
  }

  /** What it has made of its card; `undefined` while it is off. */
  get simState(): SimState | undefined {
    return this.#running?.sim.state;
  }

  /** 0 without power. */
  get registration(): RegistrationStatus {
    return this.#running?.radio.status ?? 0;
  }

  /** The module's own idea of UTC in milliseconds since 1970; `undefined` without power. */
  get clock(): number | undefined {
    return this.#running?.clock.utc;
  }

  /** Makes the module's clock wrong, or right: `utc` in milliseconds since 1970, from now on. Nothing without power. */
  setClock(utc: number): void {
    this.#running?.clock.synchronise(utc);
  }

  /** Takes the settings of V.250 and 27.007 back to what they are at boot, echo and error format included. */
  forgetSettings(): void {
    this.#running?.settings.restore();
  }

  /**
   * Ends a prompt that waits for data which nobody will send: the command fails. A real module goes on counting, and takes the next
   * program's commands for them; a line that knows that its program is gone may call this.
   */
  endPrompt(): void {
    this.#running?.endPrompt();
  }

  /** Takes the TLS files and settings away, as a reboot does, and nothing else. */
  forgetTls(): void {
    this.#running?.tls.forget();
  }

  /** Trust files loaded since the last boot. */
  get trustFiles(): number {
    return this.#running?.tls.trustCount ?? 0;
  }

  /** The texts of the TLS trust files that the module holds: they append, and are gone with its power. */
  get trust(): readonly string[] {
    return this.#running?.tls.trust ?? [];
  }

  /** Its connection to the carrier's network. */
  get dataCall(): DataCallControl {
    const call = this.#running?.dataCall;
    return {
      state: call?.state ?? 'down',
      address: call?.address,
      lose: (loss) => call?.lose(loss),
      goStale: () => call?.goStale(),
    };
  }

  /** Its MQTT connections. */
  get slots(): SlotsControl {
    const slots = this.#running?.slots;
    return {
      state: (slot) => slots?.at(slot).state ?? 'closed',
      waitingMessages: (slot) => slots?.at(slot).waitingMessages ?? 0,
      break: (slot, cause) => slots?.at(slot).break(cause, true),
      mute: (slot) => slots?.at(slot).mute(),
    };
  }

  #run(): void {
    if (!this.profile.keepsLineRate && this.#line.baud !== undefined) this.#line.baud = FACTORY_RATE;
    const running = new RunningModule({
      time: this.#time,
      profile: this.profile,
      uplink: this.#uplink,
      card: this.sim,
      network: this.radio,
      memory: this.#memory,
      random: this.#random,
      utcNow: this.#utcNow,
      line: this.#line,
      // Whoever hears of an event may cut the power in the middle of an answer.
      write: (bytes) => {
        if (this.#running === running) this.#line.write(bytes);
      },
      onEvent: this.#onEvent,
      power: { reset: () => this.reset(), powerOff: () => this.powerOff() },
      hook: this.#hook,
    });
    this.#running = running;
    this.#commands = running.catalogue.rows;
    this.#setPower('running');
    running.start();
  }

  #setPower(state: PowerState): void {
    this.#power = state;
    this.#onEvent({ type: 'power', state });
  }
}

/** The data call as it is, and what the network can do to it. Without power there is none, and nothing happens. */
export interface DataCallControl {
  /** Whether it stands. */
  readonly state: DataCallState;
  /** The address that it gave; `undefined` where it does not stand. */
  readonly address: string | undefined;
  /** Takes the address away; every slot goes with it. */
  lose(loss: DataCallLoss): void;
  /** Leaves the call up with the address `0.0.0.0`, until `AT+MIPCALL=0`. */
  goStale(): void;
}

/** The MQTT slots as they are, and what can happen to them. */
export interface SlotsControl {
  /** How the connection in a slot stands; slots count from 1. */
  state(slot: number): SlotState;
  /** Messages that wait for `AT+MQTTREAD`. */
  waitingMessages(slot: number): number;
  /** Ends the connection, and lets the module tell the cause as its profile does. */
  break(slot: number, cause: BreakCause): void;
  /** Lets nothing pass any more, without the module knowing: the carrier's NAT has forgotten the connection. */
  mute(slot: number): void;
}
