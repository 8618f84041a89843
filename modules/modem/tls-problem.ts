import { type CellularError, cellularError, RETRYABLE } from '../base/errors.js';
import type { Boot } from './boot.js';
import type { TlsSettings } from './tls-options.js';

/** Why a TLS connection cannot be opened, or `undefined`. A wrong clock breaks the handshake (guide §6), so it is not tried. */
export function tlsProblem(tls: TlsSettings | undefined, boot: Boot): CellularError | undefined {
  if (tls === undefined) return cellularError('tls', 'connect() was not told how to set TLS up');
  if (tls !== boot.appliedTls) return boot.tlsError ?? cellularError('tls', 'TLS is not set up yet', RETRYABLE);
  if (!boot.isClockSet) return cellularError('no-time', 'no time server has set the clock of the module', RETRYABLE);
  return undefined;
}
