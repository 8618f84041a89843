import type { ConnectOptions, Refusal, Uplink, UplinkEvents, UplinkSession } from './uplink.js';

/** An uplink that tells why a broker was not reached or has refused: a module may say no more than that it failed. */
export class TellingUplink implements Uplink {
  readonly #uplink: Uplink;
  readonly #onRefused: (text: string) => void;

  /** `onRefused` hears it in words, before the module does. */
  constructor(uplink: Uplink, onRefused: (text: string) => void) {
    this.#uplink = uplink;
    this.#onRefused = onRefused;
  }

  connect(options: ConnectOptions, events: UplinkEvents): UplinkSession {
    return this.#uplink.connect(options, {
      ...events,
      onRefused: (refusal) => {
        this.#onRefused(refusalText(refusal));
        events.onRefused(refusal);
      },
    });
  }
}

/** CONNACK return codes as MQTT 3.1.1 §3.2.2.3 has them, by the module's numbers. */
const RETURN_CODES: Readonly<Record<number, string>> = {
  700: 'unacceptable protocol version',
  701: 'identifier rejected',
  702: 'server unavailable',
  703: 'bad user name or password',
  704: 'not authorized',
};

function refusalText({ phase, code, reason }: Refusal): string {
  if (phase === 'mqtt') return `refused: ${RETURN_CODES[code] ?? reason}`;
  return phase === 'tls' ? `the TLS handshake fails: ${reason}` : `not reached: ${reason}`;
}
