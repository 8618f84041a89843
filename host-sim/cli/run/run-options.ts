/** What `cellnode run` was asked for, checked. */
export interface RunOptions {
  /** The user's own broker; an embedded one where absent. */
  readonly broker?: URL;
  readonly tls: boolean;
  /** PEM text of the authority behind `broker`, for `mqtts:`. */
  readonly ca?: string;
  readonly trace: boolean;
  /** The node runs on an emulated microcontroller. */
  readonly mcu: boolean;
  /** Ends when the subscriber has received so many. */
  readonly readings?: number;
  /** Seconds between two readings. */
  readonly interval: number;
  /** Seconds within which `readings` must have arrived. */
  readonly limit: number;
  readonly encoding: 'json' | 'cbor' | 'senml';
  readonly profile: string;
  readonly seed: number;
}

/** What single options cannot say: which go together. Gives the complaint, or nothing. */
export function conflictIn(options: RunOptions): string | undefined {
  const isSecure = options.broker?.protocol === 'mqtts:';
  if (options.tls && options.broker !== undefined && !isSecure) return '--tls with --broker takes an mqtts:// address';
  if (isSecure && options.ca === undefined) {
    return '--broker mqtts://… needs --ca FILE: the authority that the module is to trust';
  }
  if (options.ca !== undefined && !isSecure) return '--ca goes with --broker mqtts://…';
  if (options.mcu && (options.tls || isSecure)) return '--mcu goes without TLS: the manifest of the flashed node names no certificates';
  return undefined;
}
