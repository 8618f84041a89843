import type { Urc } from '../at/command.js';
import type { FieldReader } from '../at/line/field-reader.js';
import { LATENESS_LIMIT } from '../at/dialogue/owed-completions.js';
import { type CellularError, cellularError, invalidArgument, RETRYABLE } from '../base/errors.js';
import { mqttClose, SLOTS } from '../fibocom/mqtt.js';
import { mqttClosed, mqttOpened, mqttPublished, mqttSubscribed, mqttUnsubscribed } from '../fibocom/urcs.js';
import type { Time } from '../ports/time.js';
import type { SlotListener } from './link.js';

const SLOT = mqttClose.arguments[0];
/** Completions that would be taken for a new connection's, or keep it waiting in vain. A late closing does neither. */
const UNSETTLING: readonly Urc[] = [mqttOpened, mqttSubscribed, mqttUnsubscribed, mqttPublished];

/** What the dialogue knows of completions that come of what was done in a slot before. */
export interface SlotAccount {
  isDue(urc: Urc, slot: number): boolean;
  mayCome(urc: Urc, slot: number): boolean;
}

/**
 * Who uses which connection slot, and what goes to whom.
 *
 * A connection is opened only in a slot of which no completion is due any more: a late one would count for the new connection's
 * first, and where it never comes the new connection would wait for its last one for ever. A slot that a former program of the host
 * has left open is in doubt, as nobody knows what is due of it. Where no other slot is free, a restart of the module settles it, as a
 * rung of the ladder.
 */
export class Slots {
  readonly #time: Time;
  readonly #account: SlotAccount;
  readonly #listeners: (SlotListener | undefined)[] = [];
  /** Starts of the module, and which one it was when each slot was claimed. */
  #start = 0;
  readonly #claimedAt: number[] = [];
  #isUp = false;
  /** Until when completions may come of what a former program did in the slot. */
  readonly #doubtedUntil: number[] = [];
  /** Whether this program has opened a connection in the slot. */
  readonly #isOurs: boolean[] = [];
  /** URCs of slots that nobody has claimed, such as those left open by a host that was restarted. */
  unclaimed = 0;

  constructor(time: Time, account: SlotAccount) {
    this.#time = time;
    this.#account = account;
    for (let slot = 0; slot <= SLOT.maximum; slot += 1) {
      this.#listeners.push(undefined);
      this.#claimedAt.push(0);
      this.#doubtedUntil.push(0);
      this.#isOurs.push(false);
    }
  }

  /** Takes `slot`, or the first free one. Throws `slot-taken` or `invalid-argument`. */
  claim(listener: SlotListener, slot: number | undefined): number {
    const claimed = slot ?? this.#firstFree();
    if (!isSlot(claimed)) throw invalidArgument('slot', `must be ${SLOT.minimum} to ${SLOT.maximum}`, 'docs/facts.md#slots');
    if (this.#listeners[claimed] !== undefined) throw taken(`slot ${claimed} is taken`);
    this.#listeners[claimed] = listener;
    this.#claimedAt[claimed] = this.#start;
    return claimed;
  }

  /** Gives the slot back. Tells whether the module is still in the start in which it was claimed. */
  release(slot: number): boolean {
    if (!isSlot(slot)) return false;
    this.#listeners[slot] = undefined;
    return this.#claimedAt[slot] === this.#start;
  }

  /** Why no connection may be opened in the slot now. */
  problem(slot: number): CellularError | undefined {
    if (!this.#isUnsettled(slot)) return undefined;
    return cellularError('slot-unsettled', `slot ${slot}: completions may still come of what was under way before`, RETRYABLE);
  }

  /** A connection was opened. */
  opened(slot: number): void {
    this.#isOurs[slot] = true;
  }

  /**
   * The slot was found open, and is closed now. Where this program has not opened it, another has, and nobody knows what is due of it:
   * gives the reason why it is to be left alone.
   */
  foundOpen(slot: number): CellularError | undefined {
    if (this.#isOurs[slot]) return undefined;
    this.#isOurs[slot] = true;
    this.#doubtedUntil[slot] = this.#time.now() + LATENESS_LIMIT;
    return cellularError('connection-lost', `slot ${slot} was left open by another program, and has been closed`, RETRYABLE);
  }

  /** The module has restarted: no completion comes of its former life. */
  forget(): void {
    this.#start += 1;
    this.#doubtedUntil.fill(0);
  }

  /** Connections can be opened from now on. */
  up(): void {
    this.#isUp = true;
  }

  /** All connections are gone. Tells once, however many reasons come together. */
  down(error: CellularError): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    for (let slot = 0; slot < this.#listeners.length; slot += 1) this.#listeners[slot]?.onLinkDown(error);
  }

  /** Hands a slot's URC to its listener; false where the URC is not a slot's. */
  route(urc: Urc, fields: FieldReader): boolean {
    if (urc.fields === undefined || urc.fields[0].name !== SLOT.name) return false;
    const listener = this.#listeners[fields.integerAt(0)];
    if (listener === undefined) this.unclaimed += 1;
    else listener.onUrc(urc, fields);
    return true;
  }

  /** Tells the listener of the slot that the URC, of which `fields` has the slot, was lost. */
  urcLost(urc: Urc, fields: FieldReader): void {
    if (urc.fields === undefined || urc.fields[0].name !== SLOT.name) return;
    this.#listeners[fields.integerAt(0)]?.onUrcLost?.(urc);
  }

  lineLost(): void {
    for (let slot = 0; slot < this.#listeners.length; slot += 1) this.#listeners[slot]?.onLineLost?.();
  }

  /** Best one of which nothing may come, and worst one that is not settled. Slots of some builds only are not handed out unasked. */
  #firstFree(): number {
    let found = 0;
    for (let index = SLOTS.length - 1; index >= 0; index -= 1) {
      const slot = SLOTS[index];
      if (this.#listeners[slot] === undefined && (found === 0 || this.#doubt(slot) <= this.#doubt(found))) found = slot;
    }
    if (found > 0) return found;
    throw taken('every slot is taken');
  }

  #doubt(slot: number): number {
    if (this.#isUnsettled(slot)) return 3;
    for (let index = 0; index < UNSETTLING.length; index += 1) if (this.#account.mayCome(UNSETTLING[index], slot)) return 2;
    return this.#account.mayCome(mqttClosed, slot) ? 1 : 0;
  }

  #isUnsettled(slot: number): boolean {
    if (this.#time.now() < this.#doubtedUntil[slot]) return true;
    for (let index = 0; index < UNSETTLING.length; index += 1) if (this.#account.isDue(UNSETTLING[index], slot)) return true;
    return false;
  }
}

function isSlot(slot: number): boolean {
  return typeof slot === 'number' && slot >= SLOT.minimum && slot <= SLOT.maximum && slot === Math.floor(slot);
}

function taken(message: string): CellularError {
  return cellularError('slot-taken', message);
}
