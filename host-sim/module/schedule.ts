import type { Alarm, Time } from '../../modules/ports/time.js';

/** One thing that is meant to be done, or none; used again and again, since a simulated year has millions of them. */
interface Appointment {
  readonly alarm: Alarm;
  /** `undefined` while it is free. */
  callback: (() => void) | undefined;
  /** Tells an appointment that was cancelled too late from the next one. */
  number: number;
}

/** Everything that one run of the module still means to do; a power cut forgets all of it at once. */
export class Schedule {
  readonly #time: Time;
  readonly #appointments: Appointment[] = [];
  readonly #free: Appointment[] = [];
  #isStopped = false;

  constructor(time: Time) {
    this.#time = time;
  }

  /** Milliseconds, as {@link Time.now}. */
  now(): number {
    return this.#time.now();
  }

  /** Calls back once after `delay` milliseconds, unless the function that it returns is called before. */
  after(delay: number, callback: () => void): () => void {
    if (this.#isStopped) return () => undefined;
    const appointment = this.#free.pop() ?? this.#make();
    const number = appointment.number + 1;
    appointment.number = number;
    appointment.callback = callback;
    appointment.alarm.arm(delay);
    return () => {
      const isPending = appointment.callback !== undefined && appointment.number === number;
      if (isPending) this.#release(appointment);
    };
  }

  /** Forgets all that is pending, and whatever is still asked for. */
  stop(): void {
    this.#isStopped = true;
    for (const { alarm } of this.#appointments) alarm.disarm();
  }

  #make(): Appointment {
    const alarm = this.#time.alarm(() => {
      const { callback } = appointment;
      this.#release(appointment);
      callback?.();
    });
    const appointment: Appointment = { alarm, callback: undefined, number: 0 };
    this.#appointments.push(appointment);
    return appointment;
  }

  #release(appointment: Appointment): void {
    appointment.callback = undefined;
    appointment.alarm.disarm();
    this.#free.push(appointment);
  }
}
