import type { Urc } from '../../../../modules/at/command.js';
import { integer, quoted } from '../../../../modules/at/field.js';
import { broadcastDelivered, messageDelivered, reportDelivered } from '../../../../modules/cellular/urcs.js';
import { Broadcast } from '../../broadcast.js';
import type { Radio } from '../../cellular/radio.js';
import type { Sim } from '../../cellular/sim.js';
import { joined } from '../../line/byte-text.js';
import { CMS, type CmsError, type MessageFault } from '../../line/result-codes.js';
import type { NonVolatileMemory } from '../../non-volatile-memory.js';
import type { Runtime } from '../../runtime.js';
import type { SimState } from '../../state.js';
import type { MessageCentre } from './message-centre.js';
import { broadcastOver, handedOver, MESSAGE_HEADER, reportOver } from './message-listing.js';
import type { MessageStore } from './message-store.js';
import { type CellBroadcast, centreBytes, decodeTpdu, encodeDeliver, WANTS_REPORT } from './tpdu.js';

const SIM_FAULTS: Readonly<Record<SimState, CmsError | undefined>> = {
  absent: CMS.simNotInserted,
  busy: CMS.simBusy,
  pin: CMS.simPinRequired,
  puk: CMS.simPukRequired,
  ready: undefined,
};

const messageStored: Urc = {
  name: '+CMTI',
  fields: [quoted('storage', 2, 2), integer('index', 1, 255)],
  summary: 'A short message has arrived and is stored.',
  source: '3GPP TS 27.005 §3.4.1',
};

/** The shared rows, with what stands in the header. */
const headed: Urc = { ...messageDelivered, fields: MESSAGE_HEADER };
const broadcast: Urc = { ...broadcastDelivered, fields: MESSAGE_HEADER };
const reported: Urc = { ...reportDelivered, fields: MESSAGE_HEADER };

/** What `AT+CNMI` has for an arriving message: stored and told of, or handed over. */
const TOLD = 1;
const HANDED_OVER = 2;
/** What it has for a status report that is handed over. */
const REPORTED = 1;

/** The card's places for messages, and the module's own. */
export type StorageName = 'SM' | 'ME';
export const STORAGES: readonly StorageName[] = ['SM', 'ME'];

/** Takes short messages from the network into the storage that `AT+CPMS` chooses, and sends others. */
export class Messages {
  /** A message has come, gone or been read, in any storage. */
  readonly onChange = new Broadcast<void>();
  readonly #runtime: Runtime;
  readonly #sim: Sim;
  readonly #radio: Radio;
  readonly #memory: NonVolatileMemory;
  readonly #utcNow: () => number;
  readonly #endWatches: readonly (() => void)[];

  constructor(runtime: Runtime, sim: Sim, radio: Radio, memory: NonVolatileMemory, utcNow: () => number) {
    this.#runtime = runtime;
    this.#sim = sim;
    this.#radio = radio;
    this.#memory = memory;
    this.#utcNow = utcNow;
    const changed = (): void => {
      this.#receive();
      this.onChange.send();
    };
    radio.onRegistration.watch(() => this.#receive());
    this.#endWatches = [
      this.#centre.onWaiting.watch(() => this.#receive()),
      this.#centre.onBroadcast.watch((text) => this.#hear(text)),
      this.#centre.onDelivery.watch(({ number, reference }) => this.#learn(number, reference)),
      ...STORAGES.map((name) => this.storage(name).onChange.watch(changed)),
    ];
  }

  stop(): void {
    for (const end of this.#endWatches) end();
  }

  storage(name: StorageName): MessageStore {
    return name === 'SM' ? this.#sim.card.messages : this.#memory.messages;
  }

  /** Where it reads and deletes, writes and sends, and receives. */
  get selection(): readonly StorageName[] {
    return this.#runtime.settings.values('+CPMS').map((name) => (name === 'ME' ? 'ME' : 'SM'));
  }

  get reading(): MessageStore {
    return this.storage(this.selection[0]);
  }

  get writing(): MessageStore {
    return this.storage(this.selection[1]);
  }

  /** Where messages arrive. */
  get receiving(): MessageStore {
    return this.storage(this.selection[2]);
  }

  /** Why nothing can be read or stored. */
  get fault(): MessageFault | undefined {
    const cms = SIM_FAULTS[this.#sim.state];
    return cms === undefined ? undefined : { cms };
  }

  /** Sends a transfer layer message; gives its reference number, or why it cannot go. */
  send(tpdu: Uint8Array): number | MessageFault {
    const message = decodeTpdu(tpdu);
    if (message?.kind !== 'submit') return { cms: CMS.invalidPdu };
    if (this.fault !== undefined) return this.fault;
    if (!this.#radio.isRegistered) return { cms: CMS.noNetworkService };
    const reference = this.#centre.submit({ number: message.number, text: message.text });
    if (message.number === this.#sim.card.number) this.#centre.send({ number: message.number, text: message.text });
    if ((message.first & WANTS_REPORT) !== 0) this.#reportSoon(message.number, reference);
    return reference;
  }

  /** A message that asks for it is reported as delivered, as soon as the network has done so. */
  #reportSoon(number: string, reference: number): void {
    const { schedule, draw, profile } = this.#runtime;
    schedule.after(draw(profile.timing.dial), () => this.#centre.onDelivery.send({ number, reference }));
  }

  get #centre(): MessageCentre {
    return this.#radio.network.messages;
  }

  #receive(): void {
    while (this.#radio.isRegistered && !this.receiving.isFull) {
      const message = this.#centre.take();
      if (message === undefined) return;
      const timestamp = { utc: this.#utcNow(), quarterHours: this.#runtime.profile.quarterHours };
      const tpdu = encodeDeliver(message.number, message.text, timestamp);
      this.#deliver(joined(centreBytes(this.#sim.card.messageCentre), tpdu));
    }
  }

  /** A cell broadcast is handed over, or missed: this module stores none. */
  #hear(text: CellBroadcast): void {
    const { settings } = this.#runtime;
    const [, , broadcasts] = settings.values('+CNMI');
    if (this.#radio.isRegistered && broadcasts === HANDED_OVER) this.#runtime.report(broadcast, ...broadcastOver(text, settings));
  }

  #learn(number: string, reference: number): void {
    const { settings, profile } = this.#runtime;
    const [, , , reports] = settings.values('+CNMI');
    if (!this.#radio.isRegistered || reports !== REPORTED) return;
    const timestamp = { utc: this.#utcNow(), quarterHours: profile.quarterHours };
    this.#runtime.report(reported, ...reportOver(number, reference, timestamp, settings));
  }

  /** Hands it over, or stores it, and tells of it or not. */
  #deliver(pdu: Uint8Array): void {
    const { settings } = this.#runtime;
    const [, arrival] = settings.values('+CNMI');
    if (arrival === HANDED_OVER) {
      this.#runtime.report(headed, ...handedOver(pdu, settings));
      return;
    }
    const index = this.receiving.add({ status: 0, pdu });
    if (arrival === TOLD) this.#runtime.report(messageStored, [this.selection[2], index]);
  }
}
