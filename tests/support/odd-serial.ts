import type { Oddities } from '../../modules/base/oddity.js';
import type { SerialClass } from '../../modules/ports/serial.js';

/** The same class of ports, on which the driver has these oddities. */
export function oddSerial(Port: SerialClass, oddities: Oddities): SerialClass {
  return class extends Port {
    readonly oddities = oddities;
  };
}
