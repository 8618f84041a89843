import { readFileSync } from 'node:fs';
import { VirtualTime } from '../../../../host-sim/time/virtual-time.js';
import { MicrocontrollerTimers } from '../native/microcontroller-timers.js';
import { ticksModule, type TimerHost, type TimerHostMaker } from '../native/timer-module.js';
import { PreloadingMachine } from './preloading-machine.js';

/** `dist/`, where `npm run build` puts what users flash. */
const BUNDLES = new URL('../../../../../dist/', import.meta.url);

export interface ModdableDeviceOptions {
  readonly timers?: TimerHostMaker;
  /** The first of the native ticks. */
  readonly ticks?: number;
  /** Native modules besides `timer` and `time`. */
  readonly native?: Readonly<Record<string, Record<string, unknown>>>;
  /** Text of the bundle `cellnode`; of the one that was built last when not given. */
  readonly driver?: string;
}

/** A device in virtual time with the bundle `cellnode` preloaded. */
export class ModdableDevice {
  readonly time = new VirtualTime();
  readonly timers: TimerHost;
  readonly machine: PreloadingMachine;
  /** What the program has traced. */
  readonly traced: string[] = [];
  /** What `Date` showed when the device was switched on: on an ESP32 the beginning of 1970. */
  #beginning = 0;

  constructor({ timers, ticks = 0, native = {}, driver = bundle('moddable/cellnode') }: ModdableDeviceOptions = {}) {
    const { time } = this;
    this.timers = timers?.(time) ?? new MicrocontrollerTimers(time);
    this.machine = new PreloadingMachine({
      timer: { default: this.timers.Timer },
      time: { default: ticksModule(time, ticks, (seconds) => (this.#beginning = seconds * 1000 - time.now())) },
      ...native,
    });
    this.machine.setGlobal('trace', (...text: string[]) => this.traced.push(...text));
    this.machine.setGlobal('Date', Object.assign(() => '', { now: () => this.utc }));
    this.machine.preload('cellnode', driver);
  }

  /** What `Date` shows, in milliseconds since 1970. */
  get utc(): number {
    return this.#beginning + this.time.now();
  }
}

/** The text of a bundle, as it was built last. */
export function bundle(name: string): string {
  const url = new URL(`${name}.js`, BUNDLES);
  try {
    return readFileSync(url, 'utf8');
  } catch (error) {
    throw new Error(`there is no ${url.pathname}: npm run build makes it`, { cause: error });
  }
}
