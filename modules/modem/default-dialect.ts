/** The vendor whose modules these are where nobody says otherwise: the only place of the driver that names one. */
export { fibocom as defaultDialect } from '../fibocom/dialect.js';
