import type { Modem } from '../../modules/modem/modem.js';
import type { SerialOptions, SerialPort } from '../../modules/ports/serial.js';
import type { Time } from '../../modules/ports/time.js';
import type { Outbox } from '../../modules/telemetry/outbox.js';

/** Parts to be replaced, to see that the invariants notice. */
export interface SoakDoubles {
  readonly outbox?: (outbox: Outbox) => Outbox;
  /** The host's. */
  readonly time?: (time: Time) => Time;
  readonly modem?: typeof Modem;
  readonly serial?: (Serial: new (options: SerialOptions) => SerialPort) => new (options: SerialOptions) => SerialPort;
}
