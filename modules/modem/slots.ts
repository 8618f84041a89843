import type { Urc } from '../at/command.js';
import { type CellularError, cellularError, invalidArgument } from '../at/errors.js';
import type { FieldReader } from '../at/field-reader.js';
import { mqttClose, SLOTS } from '../fibocom/mqtt.js';
import type { SlotListener } from './link.js';

const SLOT = mqttClose.arguments[0];

/** Who uses which connection slot, and what goes to whom. */
export class Slots {
  readonly #listeners: (SlotListener | undefined)[] = [];
  #isUp = false;
  /** A completion of its last user may still come. */
  #owing = 0;
  /** URCs of slots that nobody has claimed, such as those left open by a host that was restarted. */
  unclaimed = 0;

  constructor() {
    for (let slot = 0; slot <= SLOT.maximum; slot += 1) this.#listeners.push(undefined);
  }

  /** Takes `slot`, or the first free one. Throws `slot-taken` or `invalid-argument`. */
  claim(listener: SlotListener, slot: number | undefined): number {
    const claimed = slot ?? this.#firstFree();
    if (!isSlot(claimed)) throw invalidArgument('slot', `must be ${SLOT.minimum} to ${SLOT.maximum}`, 'facts: MQTT');
    if (this.#listeners[claimed] !== undefined) throw taken(`slot ${claimed} is taken`);
    this.#listeners[claimed] = listener;
    return claimed;
  }

  /** `isOwing`: a completion that was waited for has not come. It names the slot alone, so the slot is handed out last. */
  release(slot: number, isOwing = false): void {
    if (!isSlot(slot)) return;
    this.#listeners[slot] = undefined;
    if (isOwing) this.#owing = slot;
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

  /** Slots that only some builds have are not handed out unasked. */
  #firstFree(): number {
    let last = 0;
    for (let index = 0; index < SLOTS.length; index += 1) {
      const slot = SLOTS[index];
      if (this.#listeners[slot] !== undefined) continue;
      if (slot !== this.#owing) return slot;
      last = slot;
    }
    if (last > 0) return last;
    throw taken('every slot is taken');
  }
}

function isSlot(slot: number): boolean {
  return slot >= SLOT.minimum && slot <= SLOT.maximum && slot === Math.floor(slot);
}

function taken(message: string): CellularError {
  return cellularError('slot-taken', message);
}
