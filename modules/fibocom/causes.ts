/** What the module's numbers mean, in words that say what to do. */

/** Why `+MQTTBREAK: <slot>,<cause>` says that a connection was lost (docs/facts.md#lost-connections). */
export function breakCause(cause: number): string {
  switch (cause) {
    case 1:
      return 'closed by the network or the broker';
    case 2:
      return 'radio link lost';
    case 3:
      return 'not registered';
    default:
      return 'connection lost';
  }
}

/** Why a broker refused, where `+MQTTOPEN` tells (docs/facts.md#open). */
export function refusalReason(reason: number): string {
  switch (reason) {
    case 700:
      return 'protocol version not accepted';
    case 701:
      return 'client identifier rejected';
    case 702:
      return 'broker unavailable';
    case 703:
      return 'bad user or password';
    case 704:
      return 'not authorised';
    default:
      return 'broker not reached or connection refused: check host, port, user, password and client identifier';
  }
}

/** What `AT+GTSSLERR?` says of the last handshake (driver evidence). */
export function tlsCause(code: number): string {
  if (code === -11) return 'the server certificate is not trusted, or not valid at the time of the clock: check CA and clock';
  if (code <= -12 && code >= -19) return 'the client certificate or key is not usable, or was refused';
  if (code === -7 || code === -8 || code === -9 || code === -20) return 'handshake failed: check TLS version and port';
  return 'handshake failed';
}
