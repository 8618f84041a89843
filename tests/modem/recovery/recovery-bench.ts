import type { ModuleEvent } from '../../../host-sim/module/module-event.js';
import type { Profile, ProfileOptions } from '../../../host-sim/module/profile.js';
import type { SimCardOptions } from '../../../host-sim/module/cellular/sim-card.js';
import type { ConnectOptions } from '../../../modules/modem/connect-options.js';
import type { ModemOptions } from '../../../modules/modem/modem.js';
import type { RecoveryEvent, RungCounters } from '../../../modules/modem/recovery/recovery-event.js';
import type { RungName } from '../../../modules/modem/recovery/rung-name.js';
import { modulePins } from '../../support/module-pins.js';
import { ModemBench } from '../modem-bench.js';

/** Milliseconds without power from which a module counts as switched off, and not only reset. */
const POWER_CUT = 1000;

export interface RecoveryBenchOptions {
  readonly profile?: Profile | ProfileOptions;
  readonly connect?: ConnectOptions;
  readonly sim?: SimCardOptions;
  readonly modem?: Partial<ModemOptions>;
  /** Rungs whose tools are missing. */
  readonly without?: readonly ('resetPin' | 'powerKey' | 'restartHost')[];
  readonly random?: () => number;
}

/** A modem with everything that its ladder can use: reset pin, power key, a host that can be restarted, a watchdog. */
export class RecoveryBench {
  readonly bench: ModemBench;
  readonly events: (RecoveryEvent & { readonly at: number })[] = [];
  /** When the watchdog was fed. */
  readonly fed: number[] = [];
  hostRestarts = 0;
  /** Called when the module loses its power: for a reset, or longer. */
  onPowerLost: (() => void) | undefined;
  /** Called when it gets power after having been without. */
  onPowerCut: (() => void) | undefined;
  onHostRestart: (() => void) | undefined;
  onBegun: ((rung: RungName) => void) | undefined;
  #offSince = 0;

  constructor(options: RecoveryBenchOptions = {}) {
    const tools = (): Partial<ModemOptions> => this.#modemOptions(options);
    this.bench = new ModemBench({ profile: options.profile, sim: options.sim, onEvent: (event) => this.#follow(event) });
    this.bench.restartHost(tools());
    this.bench.module.powerOn();
    this.bench.modem.connect(options.connect);
  }

  static up(options: RecoveryBenchOptions = {}): RecoveryBench {
    const recovery = new RecoveryBench(options);
    recovery.bench.until('up');
    recovery.bench.time.advance(120_000);
    recovery.bench.sent();
    return recovery;
  }

  begun(): string[] {
    return this.events.filter(({ outcome }) => outcome === 'begun').map(({ rung }) => rung);
  }

  cured(): string[] {
    return this.events.filter(({ outcome }) => outcome === 'cured').map(({ rung }) => rung);
  }

  skipped(): string[] {
    return this.events.filter(({ outcome }) => outcome === 'skipped').map(({ rung, reason }) => `${rung}: ${reason}`);
  }

  counters(rung: RungName): RungCounters {
    const found = this.bench.modem.recovery.find((counters) => counters.rung === rung);
    if (found === undefined) throw new Error(rung);
    return found;
  }

  /** Until the trouble that has been caused is over; for the whole ladder that takes a quarter of an hour. */
  untilCured(limit = 1_500_000): void {
    this.bench.untilTrue(() => this.cured().length > 0, limit);
    this.bench.until('up', 300_000);
  }

  #modemOptions({ without = [], random, modem }: RecoveryBenchOptions): Partial<ModemOptions> {
    const { time, module } = this.bench;
    const has = (tool: 'resetPin' | 'powerKey' | 'restartHost'): boolean => !without.includes(tool);
    const { resetPin, powerKey } = modulePins(time, module);
    return {
      ...modem,
      recovery: {
        resetPin: has('resetPin') ? resetPin : undefined,
        powerKey: has('powerKey') ? powerKey : undefined,
        restartHost: has('restartHost') ? () => this.#restartHost() : undefined,
        random,
        watchdog: { feed: () => this.fed.push(time.now()) },
        onRecovery: (event) => {
          this.events.push({ ...event, at: time.now() });
          if (event.outcome === 'begun') this.onBegun?.(event.rung);
        },
      },
    };
  }

  #restartHost(): void {
    this.hostRestarts += 1;
    this.onHostRestart?.();
  }

  #follow(event: ModuleEvent): void {
    if (event.type !== 'power') return;
    const { time } = this.bench;
    if (event.state === 'off') {
      this.#offSince = time.now();
      this.onPowerLost?.();
    }
    if (event.state === 'booting' && time.now() - this.#offSince >= POWER_CUT) this.onPowerCut?.();
  }
}
