import type { Oddities } from '../../modules/base/oddity.js';
import type { Modem } from '../../modules/modem/modem.js';
import type { SerialOptions, SerialPort } from '../../modules/ports/serial.js';
import type { Time } from '../../modules/ports/time.js';
import type { JournalOutbox } from '../../modules/telemetry/journal/journal-outbox.js';
import type { Outbox } from '../../modules/telemetry/outbox.js';
import type { OutboxWatch } from './watched-journal.js';

/** Parts to be replaced, to see that the invariants notice. */
export interface SoakDoubles {
  /** The readings' one, and who is told what it does. */
  readonly outbox?: (outbox: JournalOutbox, watch: OutboxWatch) => Outbox;
  /** The host's. */
  readonly time?: (time: Time) => Time;
  readonly modem?: typeof Modem;
  /** In the place of those that the seed has. */
  readonly oddities?: Oddities;
  readonly serial?: (Serial: new (options: SerialOptions) => SerialPort) => new (options: SerialOptions) => SerialPort;
}
