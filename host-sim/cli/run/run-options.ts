import type { GateName } from '../../platforms/gate-names.js';

/** What `cellnode run` was asked for, checked. */
export interface RunOptions {
  /** Path of a program of the user's, in the place of the sensor node that shows itself. */
  readonly program?: string;
  /** Topic filter of what is shown of a program. */
  readonly watch?: string;
  /** Behind the gate of this platform. */
  readonly platform?: GateName;
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
export function conflictInRun(options: RunOptions, given: (name: string) => boolean): string | undefined {
  const besides = ['broker', 'tls', 'ca', 'mcu', 'encoding', 'watch'].find(given);
  if (options.platform !== undefined && (besides !== undefined || options.program !== undefined)) {
    return `--platform goes without ${besides === undefined ? 'a program' : `--${besides}`}: the platform says so itself`;
  }
  const isSecure = options.broker?.protocol === 'mqtts:';
  if (options.tls && options.broker !== undefined && !isSecure) return '--tls with --broker takes an mqtts:// address';
  if (isSecure && options.ca === undefined) {
    return '--broker mqtts://… needs --ca FILE: the authority that the module is to trust';
  }
  if (options.ca !== undefined && !isSecure) return '--ca goes with --broker mqtts://…';
  if (options.mcu && (options.tls || isSecure)) return '--mcu goes without TLS: the manifest of the flashed node names no certificates';
  return options.program === undefined ? conflictAlone(options) : conflictWithProgram(options, given);
}

function conflictAlone({ watch }: RunOptions): string | undefined {
  return watch === undefined ? undefined : '--watch goes with a program: npm start -- PROGRAM --watch FILTER';
}

/** What a program says itself: how often it samples, how it writes, and whom it trusts. */
function conflictWithProgram({ broker, watch, tls }: RunOptions, given: (name: string) => boolean): string | undefined {
  const its = ['interval', 'encoding', 'mcu'].find(given);
  if (its !== undefined) return `--${its} goes without a program: it says so itself`;
  if (tls) return '--tls goes without a program, which cannot know the certificates made for the run: --broker mqtts://… --ca FILE';
  return broker !== undefined && watch === undefined ? '--broker with a program needs --watch FILTER: what of your broker to show' : undefined;
}
