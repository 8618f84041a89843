import type { PageEvent } from '../protocol.js';
import { type RecordedEvent, sessionText } from './session-file.js';

/** Events after which a recording ends by itself: some 100 MB. */
const LIMIT = 500_000;

/** Keeps the events of a session, to be saved as a file. */
export class Recorder {
  #events: RecordedEvent[] | undefined;
  #start = 0;

  get isRecording(): boolean {
    return this.#events !== undefined;
  }

  /** The first event that it takes is to be a snapshot. */
  start(): void {
    this.#events = [];
    this.#start = performance.now();
  }

  take(event: PageEvent): void {
    if (this.#events === undefined || this.#events.length >= LIMIT) return;
    this.#events.push({ at: Math.round(performance.now() - this.#start), event });
  }

  /** Ends the recording and lets the browser save it. */
  save(): void {
    const file = new Blob([sessionText(this.#events ?? [])], { type: 'application/jsonl' });
    this.#events = undefined;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = `cellnode-session-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.jsonl`;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}
