import type { Command, Urc } from '../../at/command.js';
import type { Request } from '../../at/dialogue/exchange.js';
import type { FieldReader } from '../../at/line/field-reader.js';
import type { NameTable } from '../../at/line/names.js';
import type { CellularError } from '../../base/errors.js';
import type { DataCall } from './data-call.js';
import type { MqttDialect } from './mqtt.js';
import type { TlsStore } from './tls-store.js';

/** What a module says of itself by a URC: that it has started, that its card has gone or come, or how its data call stands. */
export type News = 'restarted' | 'simRemoved' | 'simReturned' | 'dataCall';

/**
 * How the modules of one vendor do what no standard has. The driver asks it for commands, and for what lines mean; it names none
 * itself, so that a vendor is a folder. A dialect is a constant: what holds for one module is kept by who asks.
 */
export interface Dialect {
  /** By these lines are recognised: the replies and URCs of the standards, and those of the vendor. */
  readonly names: NameTable;
  /** What a URC that concerns no slot says; `undefined` where that is nothing of these. */
  newsIn(urc: Urc, fields: FieldReader): News | undefined;
  /** Asks for the number of the SIM card, which no standard has a command for. */
  readonly simIdentity: Command;
  /** Restarts the module. */
  readonly restart: Request;
  /** Has the module sleep between commands: never (0), while DTR is released (1), or when its line is idle (2). */
  sleeping(mode: 0 | 1 | 2): Request;
  /** How it gets an address. */
  readonly dataCall: DataCall;
  /** How its clock is set. */
  readonly timeService: TimeService;
  /** How TLS is set up; `undefined` where nothing is known of it: then it is not offered. */
  readonly tls: TlsStore | undefined;
  /** Its connection slots. */
  readonly slots: SlotRules;
  /** The ways in which its MQTT client can be used, the preferred one first; the last one needs no setting. */
  readonly mqtt: readonly MqttDialect[];
}

/** How the module's clock is set from the network. */
export interface TimeService {
  /** Has it set by a time server. */
  synchronising(host: string, port: number): Request;
  /** Whether it was refused since another synchronisation is under way. */
  isRunning(error: CellularError): boolean;
}

/** The connection slots of a module. URCs name theirs by `Urc.slotAt`. */
export interface SlotRules {
  /** Those that every build has, the first to be used first. */
  readonly numbers: readonly number[];
  /** The lowest slot that may be asked for by its number. */
  readonly minimum: number;
  /** The highest slot that may be asked for. */
  readonly maximum: number;
  /**
   * Completions that would be taken for a new connection's in their slot, or keep it waiting in vain: those that say nothing but the
   * slot. A connection is not opened while one of them may come.
   */
  readonly unsettling: readonly Urc[];
  /** Tells that a slot was closed: late it does no harm, but costs the next close its own. */
  readonly closed: Urc;
  /** A slot may keep a client's will for the next one, and no command takes it back. */
  readonly keepsWill: boolean;
}
