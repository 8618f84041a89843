import type { Urc } from '../at/command.js';
import type { FieldReader } from '../at/line/field-reader.js';
import type { ErrorCode } from '../base/errors.js';
import type { Dialect } from '../cellular/dialect/dialect.js';
import type { Boot } from './boot.js';
import type { Facts } from './facts.js';
import { DOMAINS } from './registration.js';

export type EventName =
  | 'rebooted'
  | 'unresponsive'
  | 'simRemoved'
  | 'contextLost'
  | 'registrationLost'
  | 'simReturned'
  | 'registrationChanged'
  /** Whoever uses a slot has lost its connection, or could not open it, and the modem knows nothing of it. */
  | 'connectionDoubted'
  /** The same, so often that the next rung of the ladder is due. */
  | 'connectionStuck';

/** Events of one turn are dealt with in this order: what takes more with it comes first. */
export const EVENTS: readonly EventName[] = [
  'rebooted',
  'unresponsive',
  'simRemoved',
  'contextLost',
  'registrationLost',
  'simReturned',
  'registrationChanged',
  'connectionStuck',
  'connectionDoubted',
];

/** What an event that ends the connections of all slots is called; the others leave them alone. */
export const LOSSES: { readonly [E in EventName]?: { readonly code: ErrorCode; readonly message: string } } = {
  rebooted: { code: 'connection-lost', message: 'the module has restarted' },
  unresponsive: { code: 'unresponsive', message: 'the module does not answer' },
  simRemoved: { code: 'sim-absent', message: 'the SIM card was removed' },
  contextLost: { code: 'no-address', message: 'the network took the address back' },
};

/** The event that a URC means for the modem, if it means one. What the line says is noted in `boot`. */
export function eventOf(urc: Urc, fields: FieldReader, dialect: Dialect, boot: Boot, isRoamingAllowed: boolean): EventName | undefined {
  const news = dialect.newsIn(urc, fields);
  switch (news) {
    case undefined:
      return registrationEvent(urc, fields, boot, isRoamingAllowed);
    case 'restarted':
      return 'rebooted';
    case 'dataCall':
      boot.heardAddress = dialect.dataCall.addressIn(fields);
      return boot.heardAddress === undefined ? 'contextLost' : undefined;
    default:
      return news;
  }
}

/** What an event says of the module, whatever the state. */
export function noteEvent(event: EventName, facts: Facts, boot: Boot): void {
  if (event === 'simRemoved') facts.set('sim', 'absent');
  if (event === 'registrationLost' || event === 'registrationChanged') facts.set('registration', boot.registration.word);
}

function registrationEvent(urc: Urc, fields: FieldReader, boot: Boot, isRoamingAllowed: boolean): EventName | undefined {
  for (let index = 0; index < DOMAINS.length; index += 1) {
    if (DOMAINS[index].changed !== urc) continue;
    boot.registration.note(index, fields.integer('status'));
    return boot.registration.isUsable(isRoamingAllowed) ? 'registrationChanged' : 'registrationLost';
  }
  return undefined;
}
