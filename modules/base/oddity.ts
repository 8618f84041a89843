/**
 * Where the driver may do otherwise than it mostly does, and is right all the same: each is what a full port, a busy host or an
 * impatient timer would have it do, only more often.
 */
export type Oddity =
  /** What is sent goes to the port byte by byte, though it could take more. */
  | 'smaller-piece'
  /** A turn ends after one line, though there are more. */
  | 'shorter-turn'
  /** A turn comes a while after it was asked for. */
  | 'later-turn'
  /** The module is asked for a message, though none was announced. */
  | 'earlier-question'
  /** The modem looks after its module before it is time. */
  | 'earlier-check'
  /** No more publishes are begun, though the window has room. */
  | 'smaller-window';

/** What decides, by a seed: the soak and the fuzzers have one. */
export interface Oddities {
  /** Whether the oddity happens this time. */
  happens(oddity: Oddity): boolean;
}

/** What is handed to the driver, as a `Time` or a `SerialPort`, may have oddities. */
interface Odd {
  readonly oddities?: Oddities;
}

/**
 * Whether the simulation that `injected` belongs to wants this to happen. In bundles for devices it is `false`, and what hangs on
 * it is left out (build-tools/without-assertions.js).
 */
export function isOdd(injected: object | undefined, oddity: Oddity): boolean {
  return (injected as Odd | undefined)?.oddities?.happens(oddity) === true;
}
