import type { Runtime } from '../runtime.js';
import type { ClockForm } from '../voice.js';

const QUARTER_HOUR = 15 * 60 * 1000;
const TIME_LENGTH = 'yy/MM/dd,hh:mm:ss'.length;

/** The module's clock: implausible at boot, right once it was synchronised, forgotten with the power. */
export class Clock {
  readonly #runtime: Runtime;
  #quarterHours = 0;
  /** What is added to the running time in milliseconds to give UTC. */
  #offset: number;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#offset = runtime.profile.clockAtBoot - runtime.schedule.now();
  }

  /** Milliseconds since 1970, right or wrong. */
  get utc(): number {
    return this.#offset + this.#runtime.schedule.now();
  }

  synchronise(utc: number, quarterHours = this.#runtime.profile.quarterHours): void {
    this.#offset = utc - this.#runtime.schedule.now();
    this.#quarterHours = quarterHours;
  }

  get text(): string {
    return toldTime(this.utc, this.#quarterHours, this.#runtime.profile.clockForm);
  }

  /** Sets it to what `text` says; false where that is no time. The offset stays where `text` has none. */
  setText(text: string): boolean {
    const match = /^(\d\d)\/(\d\d)\/(\d\d),(\d\d):(\d\d):(\d\d)([+-]\d\d)?$/.exec(text);
    if (match === null) return false;
    const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
    const quarterHours = match[7] === undefined ? this.#quarterHours : Number(match[7]);
    const utc = Date.UTC(2000 + year, month - 1, day, hour, minute, second) - quarterHours * QUARTER_HOUR;
    // What is no date comes back as another one.
    const isTime = clockText(utc, quarterHours).startsWith(text.slice(0, TIME_LENGTH));
    if (isTime) this.synchronise(utc, quarterHours);
    return isTime;
  }
}

/** The same as a module tells it: `form` says how. */
function toldTime(utc: number, quarterHours: number, form: ClockForm): string {
  const text = clockText(utc, form.endsWith('Z') ? 0 : quarterHours);
  const [date, time, zone] = [text.slice(0, 8), text.slice(9, 17), text.slice(17)];
  switch (form) {
    case 'yy/MM/dd,hh:mm:ss±zz':
      return text;
    case 'yyyy/MM/dd,hh:mm:ss±zz':
      return `${new Date(utc + quarterHours * QUARTER_HOUR).getUTCFullYear()}${text.slice(2)}`;
    case 'yy/MM/dd, hh:mm:ss ±zz':
      return `${date}, ${time} ${zone}`;
    case 'yy/MM/dd,hh:mm:ss.SSS±zz':
      return `${date},${time}.${String(Math.floor(utc % 1000)).padStart(3, '0')}${zone}`;
    case 'yy/MM/dd,hh:mm:ssZ':
      return `${date},${time}Z`;
  }
}

/** `yy/MM/dd,hh:mm:ss±zz` in local time, zz in quarter hours. */
export function clockText(utc: number, quarterHours: number): string {
  const local = new Date(utc + quarterHours * QUARTER_HOUR).toISOString();
  const sign = quarterHours < 0 ? '-' : '+';
  const zone = String(Math.abs(quarterHours)).padStart(2, '0');
  return `${local.slice(2, 10).replaceAll('-', '/')},${local.slice(11, 19)}${sign}${zone}`;
}
