import type { Alarm, Time } from '../../modules/ports/time.js';
import { seededRandom } from '../module/random.js';
import type { FaultRate } from './fault-mix.js';
import type { FaultyModule } from './faulty-module.js';
import type { ScheduledFault } from './scheduled-fault.js';

export { parseFault, type ScheduledFault } from './scheduled-fault.js';

/** What goes wrong, when, and how often by chance. */
export interface FaultPlan {
  /** Faults at their moments; none where absent. */
  readonly faults?: readonly ScheduledFault[];
  /** Faults by chance, each kind on its own. */
  readonly mix?: readonly FaultRate[];
  /** Decides when those of the mix happen; 1 when not given. */
  readonly seed?: number;
}

const DAY = 86_400_000;

/** Lets faults happen as planned, until it is stopped. */
export class FaultSchedule {
  readonly #time: Time;
  readonly #module: FaultyModule;
  readonly #random: () => number;
  readonly #alarms = new Set<Alarm>();
  readonly #watches: (() => void)[] = [];

  /** Starts at once. `module` is what `createFaultyModule` gave. */
  constructor(time: Time, module: FaultyModule, { faults = [], mix = [], seed = 1 }: FaultPlan) {
    this.#time = time;
    this.#module = module;
    this.#random = seededRandom(seed);
    for (const fault of faults) this.#plan(fault);
    for (const rate of mix) this.#expect(rate);
  }

  /** Nothing planned happens any more. Active faults stay as they are: `faults.liftAll()` ends them. */
  stop(): void {
    for (const alarm of this.#alarms) alarm.disarm();
    this.#alarms.clear();
    for (const end of this.#watches.splice(0)) end();
  }

  #plan(fault: ScheduledFault): void {
    const { moment } = fault;
    switch (moment.kind) {
      case 'at':
        // What is to happen at once has happened before anybody can look.
        if (moment.delay === 0) this.#inject(fault, fault.duration);
        else this.#after(moment.delay, () => this.#inject(fault, fault.duration));
        break;
      case 'every':
        this.#repeat(fault, moment.interval);
        break;
      case 'after':
        this.#watch(fault, moment.command);
        break;
    }
  }

  #repeat(fault: ScheduledFault, interval: number): void {
    this.#after(interval, () => {
      this.#inject(fault, fault.duration);
      this.#repeat(fault, interval);
    });
  }

  #watch(fault: ScheduledFault, command: string): void {
    const end = this.#module.events.watch((event) => {
      if (event.type === 'command' && event.command.startsWith(command)) this.#inject(fault, fault.duration);
    });
    this.#watches.push(end);
  }

  /** Independent of what was before: the waits are exponentially distributed. */
  #expect(rate: FaultRate): void {
    const wait = (-Math.log(1 - this.#random()) * DAY) / rate.perDay;
    this.#after(wait, () => {
      const [shortest, longest] = rate.duration;
      this.#inject(rate, shortest + this.#random() * (longest - shortest));
      this.#expect(rate);
    });
  }

  #inject({ name, options }: { name: string; options: ScheduledFault['options'] }, duration: number | undefined): void {
    const { faults } = this.#module;
    faults.inject(name, options);
    if (duration !== undefined && faults.active.includes(name)) this.#after(duration, () => faults.lift(name));
  }

  #after(delay: number, action: () => void): void {
    const alarm = this.#time.alarm(() => {
      this.#alarms.delete(alarm);
      action();
    });
    this.#alarms.add(alarm);
    alarm.arm(delay);
  }
}
