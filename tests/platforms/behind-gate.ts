import type { ModelBrokerOptions } from '../../host-sim/broker/model-broker.js';
import type { PlatformGate } from '../../host-sim/platforms/platform-gate.js';

/**
 * Has a broker inside virtual time judged by a gate, which may be made after it. There are no handshakes there: the host's name is taken
 * for the SNI, and a certificate for one of this client.
 */
export function behindGate(gate: () => PlatformGate): Pick<ModelBrokerOptions, 'refuse' | 'grant' | 'closesOn'> {
  return {
    refuse: (connect) => {
      const { host, clientId, tls } = connect;
      return gate().login(connect, { serverName: host, certificate: tls?.certificate === undefined ? undefined : clientId });
    },
    grant: (filter, qos) => gate().grant(filter, qos),
    closesOn: (message) => gate().closesOn(message),
  };
}
