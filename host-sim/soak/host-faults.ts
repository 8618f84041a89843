import type { Alarm, Time } from '../../modules/ports/time.js';
import type { HostFault, HostFaultRate } from './rates.js';

const DAY = 86_400_000;

/** Lets the host suffer by chance, each kind on its own, until it is stopped. */
export class HostFaults {
  readonly #alarms: Alarm[] = [];
  readonly #time: Time;
  readonly #random: () => number;
  readonly #happen: (fault: HostFault, duration: number) => void;

  /** `random` decides when, and for how long; `happen` makes it so. */
  constructor(
    time: Time,
    rates: readonly HostFaultRate[],
    random: () => number,
    happen: (fault: HostFault, duration: number) => void,
  ) {
    this.#time = time;
    this.#random = random;
    this.#happen = happen;
    for (const rate of rates) this.#expect(rate);
  }

  stop(): void {
    for (const alarm of this.#alarms.splice(0)) alarm.disarm();
  }

  #expect({ name, perDay, duration }: HostFaultRate): void {
    const [shortest, longest] = duration;
    const wait = (): number => (-Math.log(1 - this.#random()) * DAY) / perDay;
    const alarm = this.#time.alarm(() => {
      alarm.arm(wait());
      this.#happen(name, shortest + this.#random() * (longest - shortest));
    });
    this.#alarms.push(alarm);
    alarm.arm(wait());
  }
}
