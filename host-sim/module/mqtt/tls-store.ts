import type { TlsOptions } from '../../broker/uplink.js';
import { latin1Text } from '../line/byte-text.js';

export type TlsFile = 'CERTFILE' | 'KEYFILE' | 'TRUSTFILE';

/** What GTSSL commands set; all of it is lost with the power, certificates included. */
export class TlsStore {
  version: number;
  /** Whether the server certificate is verified: `GTSSLMODE`. */
  isVerified = false;
  /** Why the last handshake failed; 0 where it did not. */
  error = 0;
  #trust: readonly string[] = [];
  #certificate: string | undefined;
  #key: string | undefined;

  readonly #initialVersion: number;

  constructor(version: number) {
    this.#initialVersion = version;
    this.version = version;
  }

  /** Is as it was at boot. */
  forget(): void {
    this.version = this.#initialVersion;
    this.isVerified = false;
    this.#trust = [];
    this.#certificate = undefined;
    this.#key = undefined;
  }

  /** False where it is no PEM text. Trust files append: a second upload of the same root is kept as a second one. */
  load(file: TlsFile, bytes: Uint8Array): boolean {
    const pem = latin1Text(bytes);
    if (!isPem(pem)) return false;
    switch (file) {
      case 'TRUSTFILE':
        this.#trust = [...this.#trust, pem];
        break;
      case 'CERTFILE':
        this.#certificate = pem;
        break;
      case 'KEYFILE':
        this.#key = pem;
        break;
    }
    return true;
  }

  /** The trust files that were loaded, in that order. */
  get trust(): readonly string[] {
    return this.#trust;
  }

  /** How many trust files were loaded. */
  get trustCount(): number {
    return this.#trust.length;
  }

  /** For a handshake now; `clock` is the module's idea of UTC. */
  options(clock: number): TlsOptions {
    return {
      version: this.version,
      isVerified: this.isVerified,
      trust: this.#trust,
      certificate: this.#certificate,
      key: this.#key,
      clock,
    };
  }
}

function isPem(text: string): boolean {
  const begin = text.indexOf('-----BEGIN ');
  return begin >= 0 && text.indexOf('-----END ', begin) > begin;
}
