import type { Alarm } from '../../../modules/ports/time.js';
import { type Endpoints, MqttUplink } from '../../broker/mqtt-uplink.js';
import { TellingUplink } from '../../broker/telling-uplink.js';
import { profiles } from '../../module/profile.js';
import { SimulatedModule } from '../../module/simulated-module.js';
import { RealTime } from '../../time/real-time.js';
import { VirtualUart } from '../../uart/virtual-uart.js';
import { formatFor } from '../colours.js';
import { type Print, tracePrinter } from '../print-trace.js';
import type { RunOptions } from './run-options.js';
import { RunReport } from './run-report.js';

/** Why a run has ended. */
export interface Ending {
  readonly isSuccess: boolean;
  readonly text: string;
}

/** What every run has, whatever runs on it: time, a report, and a module on its UART. */
export class RunBench {
  readonly time = new RealTime();
  readonly report: RunReport;
  readonly #options: RunOptions;
  readonly #print: Print;
  readonly #start = this.time.now();

  constructor(options: RunOptions, print: Print) {
    this.#options = options;
    this.#print = print;
    this.report = new RunReport(print, () => this.#elapsed());
  }

  /**
   * Switches a module on whose connections lead to `endpoints`. `onRefusal` is told why the broker takes none, which the module does not
   * say.
   */
  switchOn(endpoints: Endpoints, onRefusal?: (text: string) => void): { readonly module: SimulatedModule; readonly uart: VirtualUart } {
    const { profile, seed, trace } = this.#options;
    const uart = new VirtualUart({ time: this.time });
    if (trace) uart.onTraffic = tracePrinter(this.#print, formatFor(process.stdout), () => this.#elapsed());
    const plain = new MqttUplink(endpoints);
    const uplink = onRefusal === undefined ? plain : new TellingUplink(plain, onRefusal);
    const module = new SimulatedModule({ time: this.time, uplink, line: uart.module, profile: profiles[profile], seed });
    module.powerOn();
    return { module, uart };
  }

  /** Bounds the wait for a number of readings; without one, a run goes on until it is interrupted. `reason`: why not more have arrived. */
  armLimit(end: (ending: Ending) => void, reason?: () => string): Alarm {
    const { readings, limit } = this.#options;
    const alarm = this.time.alarm(() => {
      const why = reason === undefined ? '' : `: ${reason()}`;
      end({ isSuccess: false, text: `not ${readings} readings within ${limit} s${why}` });
    });
    if (readings !== undefined) alarm.arm(limit * 1000);
    return alarm;
  }

  #elapsed(): number {
    return this.time.now() - this.#start;
  }
}
