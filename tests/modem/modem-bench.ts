import { ScriptedUplink } from '../host-sim/module/scripted-uplink.js';
import type { SimulatedModuleOptions } from '../../host-sim/module/simulated-module.js';
import { SimulatedModule } from '../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import type { ModuleLine } from '../../host-sim/module/module-line.js';
import type { ModuleEnd } from '../../host-sim/uart/module-end.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import type { CellularError } from '../../modules/base/errors.js';
import type { FactName } from '../../modules/modem/facts.js';
import type { ConnectOptions } from '../../modules/modem/connect-options.js';
import { Modem, type ModemOptions } from '../../modules/modem/modem.js';
import type { StateName } from '../../modules/modem/state-name.js';
import { latin1, utf8 } from '../support/bytes.js';
import { CrashingHost } from '../support/crashing-host.js';
import { voiced } from '../support/voice.js';

export const NOON = Date.UTC(2026, 5, 1, 12, 0, 0);
/** Longer than any bring-up that nothing delays. */
export const PATIENCE = 60_000;
export const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIU\nOK\n-----END CERTIFICATE-----\n';
export const KEY = '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----\n';

export type BenchOptions = Partial<Omit<SimulatedModuleOptions, 'time' | 'line' | 'uplink'>>;

/** The driver on one end of a UART and the simulated module on the other, in virtual time. */
export class ModemBench {
  readonly time = new VirtualTime();
  readonly uart = new VirtualUart({ time: this.time });
  readonly uplink = new ScriptedUplink();
  readonly module: SimulatedModule;
  modem: Modem;
  /** Names of changed properties, in the order of their announcement. */
  readonly changes: FactName[] = [];
  /** Each state that was announced, and when. */
  readonly states: StateName[] = [];
  readonly errors: (CellularError | undefined)[] = [];
  /** What went to the module: command lines, and pieces of data. */
  #sent: Uint8Array[] = [];
  /** Bytes on their way to the module that will not arrive. */
  lossAhead = 0;
  /** What the module is kept from hearing: how such command lines begin, which are answered with `ERROR` in its place. */
  refusedBeginning: string | undefined = undefined;
  /** How a line of the module's begins that loses its first character on its way, and is nothing that anybody knows; once. */
  spoiltBeginning: string | undefined = undefined;
  #host: CrashingHost | undefined;

  constructor(module: BenchOptions = {}, modem: Partial<ModemOptions> = {}) {
    this.module = new SimulatedModule({
      utcNow: () => NOON + this.time.now(),
      ...module,
      profile: voiced({}, module.profile),
      time: this.time,
      uplink: this.uplink,
      line: this.#lineOf(this.uart.module),
    });
    this.uart.onTraffic = (direction, bytes) => {
      if (direction === 'to-module') this.#sent.push(bytes);
    };
    this.modem = this.makeModem(modem);
  }

  /** Power on, connected, and all the way up. */
  static up(connect: ConnectOptions = {}, module: BenchOptions = {}, modem: Partial<ModemOptions> = {}): ModemBench {
    const bench = new ModemBench(module, modem);
    bench.module.powerOn();
    bench.modem.connect(connect);
    bench.until('up');
    return bench;
  }

  makeModem(options: Partial<ModemOptions> = {}): Modem {
    const { changes, states, errors } = this;
    const host = new CrashingHost(this.time, this.uart.Serial);
    this.#host = host;
    return new Modem({
      serial: { io: host.Serial },
      time: host,
      onChanged(name) {
        changes.push(name);
        if (name === 'state') states.push(this.state);
        if (name === 'error') errors.push(this.error);
      },
      ...options,
    });
  }

  /** The host crashes and starts again with a new modem; the module keeps its power, and does not notice. */
  restartHost(options: Partial<ModemOptions> = {}): void {
    this.#host?.crash();
    this.modem = this.makeModem(options);
  }

  until(state: StateName, limit = PATIENCE): void {
    this.untilTrue(() => this.modem.state === state, limit);
  }

  untilTrue(condition: () => boolean, limit = PATIENCE): void {
    if (this.time.runUntil(condition, limit)) return;
    const { state, error } = this.modem;
    throw new Error(`not within ${limit} ms: ${state}, ${error?.message ?? 'no error'}; sent ${this.#text.slice(-400)}`);
  }

  /** Every command line since the last call, without the blanks that padding and data leave. */
  sent(): string[] {
    const lines = this.#lines;
    this.#sent = [];
    return lines.filter((line) => line.startsWith('AT'));
  }

  /** How often a command line that begins so was sent since the last {@link sent}. */
  count(beginning: string): number {
    return this.#lines.filter((line) => line.startsWith(beginning)).length;
  }

  get #text(): string {
    return this.#sent.map(latin1).join('');
  }

  /** Without a regular expression: on XS each of its matches goes through the text from the start. */
  get #lines(): string[] {
    return this.#text.replaceAll('\n', '\r').split('\r');
  }

  #lineOf(end: ModuleEnd): ModuleLine {
    return {
      get baud() {
        return end.baud;
      },
      set baud(rate) {
        end.baud = rate;
      },
      get timeToSend() {
        return end.timeToSend;
      },
      write: (bytes) => end.write(this.#spoil(bytes)),
      discard: () => end.discard(),
      onBytes: (handler) => end.onBytes((bytes) => this.#pass(bytes, handler)),
    };
  }

  #spoil(bytes: Uint8Array): Uint8Array {
    const at = this.spoiltBeginning === undefined ? -1 : latin1(bytes).indexOf(this.spoiltBeginning);
    if (at < 0) return bytes;
    this.spoiltBeginning = undefined;
    return bytes.filter((_, index) => index !== at);
  }

  /** What is lost on the line is lost from the start of a run. */
  #pass(bytes: Uint8Array, handler: (bytes: Uint8Array) => void): void {
    if (this.refusedBeginning !== undefined && latin1(bytes).startsWith(this.refusedBeginning)) {
      this.uart.module.write(utf8('\r\nERROR\r\n'));
      return;
    }
    const lost = Math.min(this.lossAhead, bytes.length);
    this.lossAhead -= lost;
    if (lost < bytes.length) handler(bytes.subarray(lost));
  }

  get errorCodes(): (string | undefined)[] {
    return this.errors.map((error) => error?.code);
  }
}
