import type { PageEvent } from '../protocol.js';

/** Milliseconds. */
const RETRY = 1000;

/** The server's events, from a snapshot on; after a lost connection from a new one. */
export class LiveSource {
  readonly #onEvent: (event: PageEvent) => void;
  readonly #onConnection: (isConnected: boolean) => void;
  #stream: EventSource | undefined;
  #retry: number | undefined;

  constructor(onEvent: (event: PageEvent) => void, onConnection: (isConnected: boolean) => void) {
    this.#onEvent = onEvent;
    this.#onConnection = onConnection;
  }

  /** Starts, or starts anew: the next event is a snapshot. */
  start(): void {
    this.stop();
    const stream = new EventSource('/events');
    stream.onopen = () => this.#onConnection(true);
    stream.onerror = () => {
      this.#onConnection(false);
      // The browser tries again by itself where nobody answers, but not where a simulator that is just starting refuses.
      if (stream.readyState === EventSource.CLOSED) this.#retry = window.setTimeout(() => this.start(), RETRY);
    };
    stream.onmessage = ({ data }: MessageEvent<string>) => this.#onEvent(JSON.parse(data) as PageEvent);
    this.#stream = stream;
  }

  stop(): void {
    clearTimeout(this.#retry);
    this.#stream?.close();
    this.#stream = undefined;
  }
}
