import type { FieldReader } from '../../at/line/field-reader.js';
import type { CallState, DataCall } from '../../cellular/dialect/data-call.js';
import { addressIn } from '../address.js';
import { dataCallQuery, dial, hangUp } from '../network.js';

/** What `AT+MIPCALL?` says first: 0, 1 or 2. */
const STATES: readonly CallState[] = ['down', 'up', 'busy'];

export const dataCall: DataCall = {
  query: dataCallQuery,
  stateIn: (fields: FieldReader) => STATES[fields.integerAt(0)],
  addressIn,
  dialling: ({ apn, user, password, authentication }) => [{ command: dial, values: [1, apn, user, password, authentication] }],
  hangUp: { command: hangUp, values: [0] },
};
