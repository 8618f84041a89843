import type { RefusedMessage } from './refused-message.js';
import type { SensorError } from './sensors/sensor-error.js';
import type { SessionState } from './session-state.js';

/** What a node tells while it runs; the second value belongs to the first. Never on the steady path. */
export type Progress =
  /** The MQTT session has entered a state. */
  | [event: 'session', state: SessionState]
  /** The connection was lost or could not be made; the next attempt follows by itself. */
  | [event: 'connection-lost', error: Error]
  /** The broker refused to subscribe the node to a topic, or ended the connection on it twice in a row; all else goes on. */
  | [event: 'subscription-refused', topic: string]
  /** The broker ends the connection on the health record of the node: it was given up. */
  | [event: 'health-refused', topic: string]
  /** The health record could not be written, as it is too long. */
  | [event: 'health-failed', cause: unknown]
  /** There are no credentials yet, for this reason: no connection is opened before there are. */
  | [event: 'credentials-awaited', reason: string]
  /** The function that gives the credentials has thrown; it is asked again. */
  | [event: 'credentials-failed', cause: unknown]
  /** What handles a message, a command or the fate of a publish has thrown. */
  | [event: 'handler-failed', cause: unknown]
  /** A message that has come on this topic was longer than the node takes, and was not kept. */
  | [event: 'message-too-long', topic: string]
  /** Answers to commands were dropped for newer ones, as commands come faster than the line takes answers; the number so far. */
  | [event: 'answers-dropped', total: number]
  /** Messages of the broker were dropped because the client had no room for them; the number so far. */
  | [event: 'messages-dropped', total: number]
  /**
   * The broker closes the connection on a message each time, and takes others: it was given up, and the error holds all that is
   * left of it.
   */
  | [event: 'message-refused', refused: RefusedMessage]
  /** The broker closes the connection on whatever is published on a topic: the node may lack the permission. It goes on trying. */
  | [event: 'publishing-forbidden', error: Error]
  /** The outbox was full; the number of records dropped so far. */
  | [event: 'dropped', total: number]
  /** A sensor could not be made, failed, announced nothing, or gave what is no reading; the message begins with its name. */
  | [event: 'sampling-failed', error: SensorError]
  /** A command has set the sampling interval, in milliseconds. */
  | [event: 'interval', interval: number]
  /** A command was refused, for this reason. */
  | [event: 'command-refused', reason: string]
  /** A command restarts the host, in so many milliseconds. */
  | [event: 'restart', delay: number]
  /** A rung of the modem's ladder of recovery: which, what became of it, and why. */
  | [event: 'recovery', description: string]
  /** A property of the network interface has changed. */
  | [event: 'link', property: string];

/** Is told what comes about, with what goes with it. */
export type ProgressListener = (...progress: Progress) => void;

/** Tells a listener that is not to be trusted: what it throws must not restart the device. */
export class Reporter {
  readonly #listener: ProgressListener | undefined;
  #failures = 0;

  constructor(listener: ProgressListener | undefined) {
    this.#listener = listener;
  }

  /** How often the listener has thrown. */
  get failures(): number {
    return this.#failures;
  }

  report(...progress: Progress): void {
    try {
      this.#listener?.(...progress);
    } catch {
      this.#failures += 1;
    }
  }
}
