import { tell } from './notice.js';

/** Asks the server to do something, and says so where it refuses. Resolves when it is done. */
export async function control(name: string, body: object = {}): Promise<void> {
  try {
    const response = await fetch(`/control/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    tell(response.ok ? '' : (await response.text()).trim());
  } catch {
    tell('The simulator does not answer. It may have ended.');
  }
}

/** The same, for what changes faster than it can be sent: one request at a time, and the last value is never left out. */
export class LatestControl {
  readonly #name: string;
  #next: object | undefined;
  #isBusy = false;

  constructor(name: string) {
    this.#name = name;
  }

  /** Whether what the server tells of it may be older than what was sent. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  send(body: object): void {
    this.#next = body;
    if (!this.#isBusy) void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    this.#isBusy = true;
    while (this.#next !== undefined) {
      const body = this.#next;
      this.#next = undefined;
      await control(this.#name, body);
    }
    this.#isBusy = false;
  }
}
