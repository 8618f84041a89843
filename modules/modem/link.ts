import type { Urc } from '../at/command.js';
import type { DialogueCounters } from '../at/dialogue/dialogue-counters.js';
import type { Exchange } from '../at/dialogue/exchange.js';
import type { FieldReader } from '../at/line/field-reader.js';
import type { CellularError } from '../base/errors.js';
import type { MqttDialect } from '../cellular/dialect/mqtt.js';
import type { Time } from '../ports/time.js';

/** Who uses a connection slot hears of it through these. */
export interface SlotListener {
  /** A URC of the slot that completes no exchange. May only note and schedule; `fields` are good during the call only. */
  onUrc(urc: Urc, fields: FieldReader): void;
  /** A URC of the slot was lost but for its beginning, as one that was longer than the receive ring. May only note and schedule. */
  onUrcLost?(urc: Urc): void;
  /**
   * A line was lost of which nobody knows what it said: it may have announced a message of any slot. Comes where messages are
   * fetched. May only note and schedule.
   */
  onLineLost?(): void;
  /**
   * Whatever was connected in the slot is gone: the module restarted or fell silent, the SIM card or the address is gone, or
   * `disconnect()` was called. Comes from a turn of its own. The claim stays.
   */
  onLinkDown(error: CellularError): void;
}

/** What the modem offers to a protocol that runs in the module's connection slots. */
export interface Link {
  /**
   * ECMA-419's number. From 500 on connections can be opened. Below it without {@link SlotListener.onLinkDown} the radio
   * is away for a while, and a connection may survive that.
   */
  readonly connection: number;
  /** How the module's MQTT client is used; the same for as long as connections are open. */
  readonly mqtt: MqttDialect;
  /** By which its clients wait. */
  readonly time: Time;
  /** What was seen on the line; an anomaly may have been a URC of any slot. */
  readonly counters: DialogueCounters;
  /** Bytes of the longest command line, its CR included. */
  readonly transmitCapacity: number;
  /** Why TLS cannot be opened now (`no-time`, `tls`); `undefined` when it can. */
  readonly tlsProblem: CellularError | undefined;
  /**
   * Asks the module, right before a TLS connection is opened, whether it still is set up for it; `onEnd` is told why it must not be
   * opened, or `undefined`. Throws what {@link execute} throws.
   */
  checkTls?(onEnd: (problem: CellularError | undefined) => void): void;
  /**
   * Takes the slot, or the first free one that is fit for a client with or without a will, and gives its number. Throws `slot-taken`,
   * `invalid-argument`, `closed`.
   */
  claimSlot(listener: SlotListener, slot?: number, hasWill?: boolean): number;
  /**
   * Asked before a connection is opened in a slot that was claimed. Gives the reason why it must not (`slot-unsettled`), and then
   * the modem sees to it that it may soon: by the ladder of recovery.
   */
  enterSlot?(slot: number, hasWill: boolean): CellularError | undefined;
  /** Whether the end of the slot's former connection is still to come: a module may forget with it what was set for the next one. */
  isSlotClosing?(slot: number): boolean;
  /** A connection was opened in the slot. */
  openedSlot?(slot: number): void;
  /** The slot was found open, and has been closed. Gives the reason why it is to be left alone where another program had opened it. */
  foundSlotOpen?(slot: number): CellularError | undefined;
  /**
   * Gives the slot back; nothing is heard of it any more. Legal when it is free. `latePublishes`: accepted publishes whose
   * completions the slot's user has counted by itself, and that have not come. Those of exchanges are known.
   */
  releaseSlot(slot: number, latePublishes?: number): void;
  /**
   * A connection could not be made, or was lost without {@link SlotListener.onLinkDown}. Its user tries again; the modem looks
   * at itself, and climbs the ladder of recovery when that does not help.
   */
  connectionFailed?(error: Error): void;
  /** The broker has acknowledged something: the way there and back is whole. */
  connectionWorked?(): void;
  /** As `Dialogue.execute`. */
  execute(exchange: Exchange): void;
  /** As `Dialogue.abandon`. */
  abandon(exchange: Exchange): void;
  /** UTC in milliseconds since 1970, `undefined` until the network has told the time. */
  now(): number | undefined;
}
