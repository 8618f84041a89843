import type { ModelBroker } from '../broker/model-broker.js';
import type { Message } from '../broker/uplink.js';
import type { DatedReading, Ledger } from './ledger.js';
import { type Content, contentsOf } from './message-content.js';
import { TopicOrder } from './topic-order.js';
import type { OnViolation } from './violation.js';

const TOPIC = 'cellnode/node-1';

export interface Ledgers {
  readonly readings: Ledger;
  readonly alarms: Ledger;
}

/** Enters what arrives at the broker in the ledgers, topic by topic, and what nobody acknowledges when it is sent. */
export class ReadingsAtBroker {
  /**
   * Messages that are no reading: where the line loses bytes of a payload, its padded rest is what the module publishes, and
   * the driver publishes the reading again (F9).
   */
  spoilt = 0;
  readonly #ledgers: ReadonlyMap<string, Ledger>;

  /** `window`: readings that may be in flight at a time; batches go one by one. */
  constructor(broker: ModelBroker, { readings, alarms }: Ledgers, window: number, onViolation: OnViolation) {
    this.#ledgers = new Map([
      [`${TOPIC}/readings`, readings],
      [`${TOPIC}/backlog`, readings],
      [`${TOPIC}/alarms`, alarms],
    ]);
    for (const [topic, ledger] of this.#ledgers) {
      const order = new TopicOrder(topic, topic.endsWith('/backlog') ? 1 : window, onViolation);
      broker.subscribe(topic, (message) => this.#arrived(message, order, ledger));
    }
  }

  /** The module has sent a message, which at QoS 0 is all that it tells. */
  sent(message: Message): void {
    if (message.qos > 0) return;
    const ledger = this.#ledgers.get(message.topic);
    if (ledger === undefined) return;
    for (const { sequence } of arrivalsIn(message) ?? []) ledger.send(sequence);
  }

  #arrived(message: Message, order: TopicOrder, ledger: Ledger): void {
    const arrivals = arrivalsIn(message);
    if (arrivals === undefined) {
      this.spoilt += 1;
      return;
    }
    order.take(arrivals.map(({ sequence }) => sequence));
    for (const arrival of arrivals) ledger.arrive(arrival);
  }
}

/** One reading, or a batch. */
function arrivalsIn({ payload }: Message): readonly DatedReading[] | undefined {
  const contents = contentsOf(payload);
  return contents?.every(isArrival) === true ? (contents as unknown as readonly DatedReading[]) : undefined;
}

function isArrival({ sequence, sample }: Content): boolean {
  return typeof sequence === 'number' && sample !== undefined;
}
