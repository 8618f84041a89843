import type { ModelBroker } from '../broker/model-broker.js';
import type { Message } from '../broker/uplink.js';
import type { Arrival, Ledger } from './ledger.js';
import { TopicOrder } from './topic-order.js';
import type { OnViolation } from './violation.js';

const TOPIC = 'cellnode/node-1';
const decoder = new TextDecoder();

export interface Ledgers {
  readonly readings: Ledger;
  readonly alarms: Ledger;
}

/** Enters what arrives at the broker in the ledgers, topic by topic. */
export class ReadingsAtBroker {
  /**
   * Messages that are no reading: where the line loses bytes of a payload, its padded rest is what the module publishes, and
   * the driver publishes the reading again (F9).
   */
  spoilt = 0;

  constructor(broker: ModelBroker, { readings, alarms }: Ledgers, onViolation: OnViolation) {
    this.#follow(broker, `${TOPIC}/readings`, readings, onViolation);
    this.#follow(broker, `${TOPIC}/backlog`, readings, onViolation);
    this.#follow(broker, `${TOPIC}/alarms`, alarms, onViolation);
  }

  #follow(broker: ModelBroker, topic: string, ledger: Ledger, onViolation: OnViolation): void {
    const order = new TopicOrder(topic, onViolation);
    broker.subscribe(topic, (message) => {
      const arrivals = arrivalsIn(message);
      if (arrivals === undefined) {
        this.spoilt += 1;
        return;
      }
      order.take(arrivals.map(({ sequence }) => sequence));
      for (const arrival of arrivals) ledger.arrive(arrival);
    });
  }
}

/** One reading, or a batch. */
function arrivalsIn({ payload }: Message): readonly Arrival[] | undefined {
  try {
    const parsed: unknown = JSON.parse(decoder.decode(payload));
    const arrivals: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
    return arrivals.length > 0 && arrivals.every(isArrival) ? arrivals : undefined;
  } catch {
    return undefined;
  }
}

function isArrival(value: unknown): value is Arrival {
  return typeof value === 'object' && value !== null && 'sequence' in value && typeof value.sequence === 'number' && 'sample' in value;
}
