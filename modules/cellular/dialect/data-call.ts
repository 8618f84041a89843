import type { Command } from '../../at/command.js';
import type { Request } from '../../at/dialogue/exchange.js';
import type { FieldReader } from '../../at/line/field-reader.js';

/** Where to dial in, and as whom. */
export interface Access {
  /** The access point; the module or the network chooses where there is none. */
  readonly apn: string | undefined;
  /** Goes with `apn` and `password`. */
  readonly user: string | undefined;
  /** Goes with `user`. */
  readonly password: string | undefined;
  /** As the vendor numbers it. */
  readonly authentication: number | undefined;
}

/** How a data call stands, as its query tells: `busy` is on its way up or down. */
export type CallState = 'down' | 'up' | 'busy';

/** How a module gets an address, and gives it back. */
export interface DataCall {
  /** Asks how the call stands; takes no arguments. */
  readonly query: Command;
  /** What a reply to the query says. */
  stateIn(fields: FieldReader): CallState;
  /** The address in a reply, a completion or a URC of the data call; `undefined` where that says that there is none. */
  addressIn(fields: FieldReader): string | undefined;
  /** The commands that dial, one after the other. Where the last one's completion has no address, the query is asked for it. */
  dialling(access: Access): readonly Request[];
  /** Gives the address back. */
  readonly hangUp: Request;
}
