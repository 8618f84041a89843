import type { Command } from '../../at/command.js';
import type { FieldReader } from '../../at/line/field-reader.js';
import { batteryCharge } from '../../cellular/device.js';
import { extendedSignalQuality, registrationQueryEps } from '../../cellular/network.js';
import type { Link } from '../../modem/link.js';

/** `+CESQ` counts RSRP from -141 dBm on up to 97, and RSRQ in steps of half a dB from -20 dB on up to 34; 255 is unknown. */
const RSRP_ZERO = -141;
const HIGHEST_RSRP = 97;
const RSRQ_ZERO = -20;
const HIGHEST_RSRQ = 34;
/** Above, the first value of `+CBC` is no state of a battery: it is the supply, in millivolts. */
const HIGHEST_STATE = 100;

/** What the module tells of itself when it is asked: what it does not know stays undefined. */
export class ModuleVitals {
  /** dBm. */
  rsrp: number | undefined = undefined;
  /** dB. */
  rsrq: number | undefined = undefined;
  /** Hexadecimal, as the network numbers its areas and cells. */
  area: string | undefined = undefined;
  cell: string | undefined = undefined;
  /** 7 is LTE (3GPP TS 27.007 §7.2). */
  technology: number | undefined = undefined;
  /** Millivolts. */
  supply: number | undefined = undefined;
  readonly #link: Pick<Link, 'execute'>;

  constructor(link: Pick<Link, 'execute'>) {
    this.#link = link;
  }

  /** Asks for all of it, one after the other; `onEnd` comes from a turn of its own, or at once where the module takes no question. */
  ask(onEnd: () => void): void {
    this.#ask(extendedSignalQuality, (fields) => this.#takeSignal(fields), () => {
      this.#ask(registrationQueryEps, (fields) => this.#takeCell(fields), () => {
        this.askSupply(onEnd);
      });
    });
  }

  /** The same of the supply voltage alone. */
  askSupply(onEnd: () => void): void {
    this.#ask(batteryCharge, (fields) => this.#takeSupply(fields), onEnd);
  }

  /** A module that does not know the command, or has no time for it, is asked the next thing. */
  #ask(command: Command, onReply: (fields: FieldReader) => void, onEnd: () => void): void {
    try {
      this.#link.execute({ command, values: [], onReply, onEnd: () => onEnd() });
    } catch {
      onEnd();
    }
  }

  #takeSignal(fields: FieldReader): void {
    const rsrp = fields.integer('rsrp');
    const rsrq = fields.integer('rsrq');
    this.rsrp = rsrp <= HIGHEST_RSRP ? RSRP_ZERO + rsrp : undefined;
    this.rsrq = rsrq <= HIGHEST_RSRQ ? RSRQ_ZERO + rsrq / 2 : undefined;
  }

  #takeCell(fields: FieldReader): void {
    this.area = fields.has('area') ? fields.text('area') : undefined;
    this.cell = fields.has('cell') ? fields.text('cell') : undefined;
    this.technology = fields.has('technology') ? fields.integer('technology') : undefined;
  }

  #takeSupply(fields: FieldReader): void {
    const first = fields.integer('state');
    const voltage = fields.integer('voltage');
    // Whoever runs on none tells nothing: a further field that is 0 is something else.
    if (voltage > 0) this.supply = voltage;
    else this.supply = first > HIGHEST_STATE ? first : undefined;
  }
}
