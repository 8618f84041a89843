import type { Modem } from '../../../modules/modem/modem.js';
import type { Print } from '../print-trace.js';

/** One line for each thing that happens, with the seconds since the start and what it concerns. */
export class RunReport {
  readonly #print: Print;
  readonly #elapsed: () => number;
  readonly #shown = new Map<string, string>();

  /** `elapsed` gives milliseconds since the start. */
  constructor(print: Print, elapsed: () => number) {
    this.#print = print;
    this.#elapsed = elapsed;
  }

  line(subject: string, text: string): void {
    const seconds = (this.#elapsed() / 1000).toFixed(1).padStart(6);
    this.#print(`${seconds} s  ${subject.padEnd(9)} ${text}`);
  }

  /** A property of the modem has changed. */
  modemChanged(modem: Modem, property: string): void {
    switch (property) {
      case 'state':
        return this.#change('modem', modem.state);
      case 'error':
        if (modem.error !== undefined) this.line('modem', `${modem.error.code}: ${modem.error.message}`);
        return;
      case 'model':
      case 'revision':
      case 'imei':
        return this.#identity(modem);
      case 'sim':
      case 'iccid':
        return this.#change('SIM', modem.iccid === undefined ? modem.sim : `${modem.sim}, ICCID ${modem.iccid}`);
      case 'RSSI':
      case 'strength':
        return this.#change('signal', modem.RSSI === undefined ? 'unknown' : `${modem.RSSI} dBm, ${modem.strength}`);
      case 'registration':
      case 'operator':
        return this.#change('network', [modem.registration, modem.operator].filter((part) => part !== undefined).join(', '));
      case 'address':
        return this.#change('address', modem.address ?? 'none');
      case 'isClockSet':
        return this.#clock(modem);
    }
  }

  #identity(modem: Modem): void {
    if (modem.imei !== undefined) this.#change('module', `${modem.model} ${modem.revision}, IMEI ${modem.imei}`);
  }

  #clock(modem: Modem): void {
    const utc = modem.now();
    if (utc !== undefined) this.#change('clock', `${new Date(utc).toISOString().slice(0, 19)}Z`);
  }

  /** The same thing is said once. */
  #change(subject: string, text: string): void {
    if (this.#shown.get(subject) === text) return;
    this.#shown.set(subject, text);
    this.line(subject, text);
  }
}
