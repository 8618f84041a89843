import type { Urc } from '../at/command.js';
import type { FieldReader } from '../at/line/field-reader.js';
import { LATENESS_LIMIT } from '../at/dialogue/late-completions.js';
import { type CellularError, cellularError, invalidArgument, RETRYABLE } from '../base/errors.js';
import type { SlotRules } from '../cellular/dialect/dialect.js';
import type { Time } from '../ports/time.js';
import type { SlotListener } from './link.js';
import type { ModuleMemory } from './module-memory.js';

/** What the dialogue knows of completions that come of what was done in a slot before. */
export interface SlotAccount {
  isDue(urc: Urc, slot: number): boolean;
  mayCome(urc: Urc, slot: number): boolean;
}

/**
 * Who uses which connection slot, and what goes to whom.
 *
 * A connection is opened only in a slot of which no completion is due any more: a late one would count for the new connection's
 * first, and where it never comes the new connection would wait for its last one for ever. What is due of what a former program of
 * the host has done nobody knows: a slot is in doubt that it may have used, open or closed, and that is each where no memory tells. Where
 * no slot is free of doubt, a restart of the module settles it: on the way up, or as a rung of the ladder.
 */
export class Slots {
  readonly #time: Time;
  readonly #rules: SlotRules;
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
  /** Until when completions may come of what this program does in the slot, should it end now. */
  readonly #usedUntil: number[] = [];
  /** Whether a will may be left in the slot: a former program's in a module that was not seen starting, or one of this program. */
  readonly #hasWill: boolean[] = [];
  readonly #memory: ModuleMemory;
  /** The last slot that a former program may have left open, and of which it was not asked yet; below it may be more. */
  #left: number;
  /** URCs of slots that nobody has claimed, such as those left open by a host that was restarted. */
  unclaimed = 0;

  constructor(time: Time, rules: SlotRules, account: SlotAccount, memory: ModuleMemory) {
    const { slots } = memory;
    this.#time = time;
    this.#memory = memory;
    this.#left = rules.maximum;
    this.#rules = rules;
    this.#account = account;
    for (let slot = 0; slot <= rules.maximum; slot += 1) {
      this.#listeners.push(undefined);
      this.#claimedAt.push(0);
      this.#doubtedUntil.push(slots === undefined || isIn(slots, slot) ? time.now() + LATENESS_LIMIT : 0);
      this.#isOurs.push(false);
      this.#usedUntil.push(0);
      this.#hasWill.push(rules.keepsWill);
    }
  }

  /** Takes `slot`, or the first free one. Throws `slot-taken` or `invalid-argument`. */
  claim(listener: SlotListener, slot: number | undefined, hasWill = true): number {
    const claimed = slot ?? this.#firstFree(hasWill);
    checkSlot('slot', claimed, this.#rules);
    if (this.#listeners[claimed] !== undefined) throw taken(`slot ${claimed} is taken`);
    this.#listeners[claimed] = listener;
    this.#claimedAt[claimed] = this.#start;
    return claimed;
  }

  /** Gives the slot back. Tells whether the module is still in the start in which it was claimed. */
  release(slot: number): boolean {
    if (!isSlot(slot, this.#rules)) return false;
    this.#listeners[slot] = undefined;
    if (this.#usedUntil[slot] > 0) this.#usedUntil[slot] = this.#time.now() + LATENESS_LIMIT;
    return this.#claimedAt[slot] === this.#start;
  }

  /** Whether there is a slot of which nothing is to come. */
  get isAnySettled(): boolean {
    const { numbers } = this.#rules;
    for (let index = 0; index < numbers.length; index += 1) if (!this.#isUnsettled(numbers[index])) return true;
    return false;
  }

  /** A slot that a former program may have left open; each is given once. */
  takeLeft(): number | undefined {
    for (; this.#left >= this.#rules.minimum; this.#left -= 1) {
      if (!this.#isInDoubt(this.#left)) continue;
      this.#left -= 1;
      return this.#left + 1;
    }
    return undefined;
  }

  /** Why no connection, with a will or without, may be opened in the slot now. */
  problem(slot: number, hasWill = true): CellularError | undefined {
    if (this.#isUnsettled(slot)) return unsettled(slot, 'completions may still come of what was under way before');
    return !hasWill && this.#hasWill[slot] ? unsettled(slot, 'the module may keep the will of a former client') : undefined;
  }

  /** Whether the end of a connection is still to come. */
  isClosing(slot: number): boolean {
    return this.#account.isDue(this.#rules.closed, slot);
  }

  /** A connection is about to be opened. What the host remembers of it is there before anything of it can be late. */
  enter(slot: number, hasWill: boolean): void {
    if (hasWill) this.#hasWill[slot] = this.#rules.keepsWill;
    this.#usedUntil[slot] = Infinity;
    this.keep();
  }

  /** Has the host remember which slots the next program is to leave alone. */
  keep(): void {
    let slots = '';
    for (let slot = this.#rules.minimum; slot <= this.#rules.maximum; slot += 1) {
      if (this.#time.now() < this.#usedUntil[slot] || this.#isInDoubt(slot)) slots += `,${slot}`;
    }
    this.#memory.keepSlots(slots);
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
    this.#usedUntil.fill(0);
    this.#hasWill.fill(false);
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
    const { slotAt } = urc;
    if (slotAt === undefined) return false;
    const listener = this.#listeners[fields.integerAt(slotAt)];
    if (listener === undefined) this.unclaimed += 1;
    else listener.onUrc(urc, fields);
    return true;
  }

  /** Tells the listener of the slot that the URC, of which `fields` has the slot, was lost. */
  urcLost(urc: Urc, fields: FieldReader): void {
    if (urc.slotAt !== undefined) this.#listeners[fields.integerAt(urc.slotAt)]?.onUrcLost?.(urc);
  }

  lineLost(): void {
    for (let slot = 0; slot < this.#listeners.length; slot += 1) this.#listeners[slot]?.onLineLost?.();
  }

  /** Best one of which nothing may come, and worst one that is not settled. Slots of some builds only are not handed out unasked. */
  #firstFree(hasWill: boolean): number {
    const { numbers } = this.#rules;
    let found: number | undefined = undefined;
    for (let index = numbers.length - 1; index >= 0; index -= 1) {
      const slot = numbers[index];
      if (this.#listeners[slot] !== undefined) continue;
      if (found === undefined || this.#doubt(slot, hasWill) <= this.#doubt(found, hasWill)) found = slot;
    }
    if (found !== undefined) return found;
    throw taken('every slot is taken');
  }

  #doubt(slot: number, hasWill: boolean): number {
    if (this.problem(slot, hasWill) !== undefined) return 3;
    const { unsettling, closed } = this.#rules;
    for (let index = 0; index < unsettling.length; index += 1) if (this.#account.mayCome(unsettling[index], slot)) return 2;
    return this.#account.mayCome(closed, slot) ? 1 : 0;
  }

  #isInDoubt(slot: number): boolean {
    return this.#time.now() < this.#doubtedUntil[slot];
  }

  #isUnsettled(slot: number): boolean {
    if (this.#isInDoubt(slot)) return true;
    const { unsettling } = this.#rules;
    for (let index = 0; index < unsettling.length; index += 1) if (this.#account.isDue(unsettling[index], slot)) return true;
    return false;
  }
}

/** Throws `invalid-argument` for what is no slot of the module. */
export function checkSlot(argument: string, slot: number, rules: SlotRules): void {
  if (isSlot(slot, rules)) return;
  throw invalidArgument(argument, `must be ${rules.minimum} to ${rules.maximum}`, 'docs/facts.md#slots');
}

function isSlot(slot: number, { minimum, maximum }: SlotRules): boolean {
  return typeof slot === 'number' && slot >= minimum && slot <= maximum && slot === Math.floor(slot);
}

/** `slots` has each behind a comma. */
function isIn(slots: string, slot: number): boolean {
  return `${slots},`.indexOf(`,${slot},`) >= 0;
}

function unsettled(slot: number, reason: string): CellularError {
  return cellularError('slot-unsettled', `slot ${slot}: ${reason}`, RETRYABLE);
}

function taken(message: string): CellularError {
  return cellularError('slot-taken', message);
}
