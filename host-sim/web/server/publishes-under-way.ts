import type { TraceEntry } from '../../trace/trace-entry.js';

/** More than any module has under way; what is older has been lost. */
const LIMIT = 100;
const COMMAND = /AT\+MQTTPUB=\s*(\d+)\s*,\s*"([^"]*)"/gi;
/** The module gives the message up, or the connection. */
const FAILURE = /^\+(?:MQTTPUB: ?(\d+), ?0|MQTTBREAK: ?(\d+)|MQTTCLOSE: ?(\d+))/;

interface Publish {
  readonly slot: string;
  readonly topic: string;
  readonly time: number;
}

/** Knows from the trace which messages the module was told to publish and when, to tell how long they took. */
export class PublishesUnderWay {
  #publishes: Publish[] = [];

  take({ kind, text, time }: TraceEntry): void {
    if (kind === 'command') {
      for (const [, slot, topic] of text.matchAll(COMMAND)) this.#publishes.push({ slot, topic, time });
      this.#publishes = this.#publishes.slice(-LIMIT);
    } else if (kind === 'urc') {
      const [, failed, broken, closed] = FAILURE.exec(text) ?? [];
      if (failed !== undefined) this.#remove(this.#publishes.find(({ slot }) => slot === failed));
      else this.#publishes = this.#publishes.filter(({ slot }) => slot !== (broken ?? closed));
    }
  }

  /** The module has lost its power, and with it all that was under way. */
  forget(): void {
    this.#publishes = [];
  }

  /** Gives when the message that has arrived was commanded: the oldest one on its topic, for the broker keeps the order. */
  arrived(topic: string): number | undefined {
    const publish = this.#publishes.find((candidate) => candidate.topic === topic);
    this.#remove(publish);
    return publish?.time;
  }

  #remove(publish: Publish | undefined): void {
    this.#publishes = this.#publishes.filter((candidate) => candidate !== publish);
  }
}
