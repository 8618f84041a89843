import type { Urc } from '../at/command.js';
import { executeInTurn } from '../at/dialogue/execute-in-turn.js';
import type { FieldReader } from '../at/line/field-reader.js';
import { bytesOf, type ByteBuffer, NOTHING } from '../base/byte-buffer.js';
import { type CellularError, cellularError, invalidArgument, RETRYABLE } from '../base/errors.js';
import type { Link, SlotListener } from '../modem/link.js';
import type { WriteOptions } from '../ports/mqtt-client.js';
import { ADDRESS_ASSIGNED } from '../ports/network-interface.js';
import type { Alarm } from '../ports/time.js';
import type { Announcements } from './announcements.js';
import type { Settings } from './client-options.js';
import { ConnectionOpening, type OpeningListener } from './connection-opening.js';
import { IncomingMessages } from './incoming-messages.js';
import * as opcodes from './opcodes.js';
import { Operations, type OperationsListener } from './operations.js';
import { TopicCache } from './topic-cache.js';

type State = 'new' | 'opening' | 'connected' | 'disconnecting' | 'failed' | 'closed';

/** A client's connection in its slot, from claiming the slot to giving it back. It is opened once. */
export class Connection implements SlotListener, OpeningListener, OperationsListener {
  readonly slot: number;
  readonly #announcements: Announcements<unknown>;
  readonly #link: Link;
  readonly #hasWill: boolean;
  readonly #incoming: IncomingMessages;
  readonly #operations: Operations;
  /** Gone when it has done its work. */
  #opening: ConnectionOpening | undefined;
  readonly #work: Alarm;
  #state: State = 'new';
  /** What `onError` has not been told yet. */
  #error: CellularError | undefined = undefined;
  /** Whether the module may still hold the connection that failed here. */
  #isSlotOpen = false;
  /** More of a message can be written, and `onWritable` has not said so yet. */
  #isFragmentTaken = false;

  /** Throws `slot-taken` or `invalid-argument`. Sends nothing yet. */
  constructor(settings: Settings, wantedSlot: number | undefined, announcements: Announcements<unknown>) {
    const { link } = settings;
    const slot = link.claimSlot(this, wantedSlot, settings.will !== undefined);
    const topics = new TopicCache();
    const work = link.time.alarm(() => this.#takeTurn());
    this.#announcements = announcements;
    this.#link = link;
    this.#hasWill = settings.will !== undefined;
    this.slot = slot;
    this.#work = work;
    this.#incoming = new IncomingMessages({ link, slot, buffer: settings.receiveBuffer, topics, announcements, work });
    this.#operations = new Operations({ link, slot, settings, topics, announcements, work }, this);
    this.#opening = new ConnectionOpening(link, slot, settings, this);
    work.arm(0);
  }

  get dropped(): number {
    return this.#incoming.dropped;
  }

  throwIfClosed(): void {
    if (this.#state === 'closed') throw cellularError('closed', 'the MQTT client is closed');
  }

  close(): void {
    if (this.#state === 'closed') return;
    const isSlotOpen = this.#isSlotOpen || this.#state !== 'failed';
    this.#state = 'closed';
    this.#work.disarm();
    this.#opening?.cancel();
    this.#operations.abandon();
    this.#incoming.abandon();
    if (isSlotOpen) this.#closeSlot();
    this.#link.releaseSlot(this.slot, this.#operations.latePublishes);
  }

  read(countOrBuffer: number | ByteBuffer = this.#incoming.unread): ArrayBuffer | number | undefined {
    this.throwIfClosed();
    const incoming = this.#incoming;
    if (incoming.unread === 0) return undefined;
    if (typeof countOrBuffer !== 'number') return incoming.read(bytesOf(countOrBuffer, 'buffer'));
    if (!(countOrBuffer > 0 && countOrBuffer === Math.floor(countOrBuffer))) {
      throw invalidArgument('count', 'must be a positive whole number', 'ECMA-419 Annex A, IO Class Pattern');
    }
    const result = new Uint8Array(Math.min(countOrBuffer, incoming.unread));
    incoming.read(result);
    return result.buffer;
  }

  write(data: ByteBuffer | null | undefined, options: WriteOptions | null | undefined): number {
    this.throwIfClosed();
    if (this.#state !== 'connected') throw cellularError('connection-lost', 'not connected', RETRYABLE);
    const bytes = bytesOf(data ?? NOTHING, 'data');
    const operations = this.#operations;
    if (operations.isCollecting) {
      if (options !== undefined && options !== null) {
        throw invalidArgument('options', 'go with the first fragment only', 'ECMA-419 §25');
      }
      operations.add(bytes);
    } else {
      if (options === undefined || options === null) throw invalidArgument('options', 'are required', 'ECMA-419 §25');
      if (options.operation === opcodes.DISCONNECT) this.#disconnect();
      else operations.begin(bytes, options);
    }
    this.#isFragmentTaken = operations.isCollecting;
    if (this.#isFragmentTaken) this.#work.arm(0);
    return this.#writable;
  }

  get #writable(): number {
    return this.#state === 'connected' ? this.#operations.writable : 0;
  }

  // ── what happens, each from a turn of its own ────────────────────────────────────────────────────────────────────────

  #takeTurn(): void {
    if (this.#state === 'new') return this.#open();
    this.#incoming.tellDropped();
    if (this.#state === 'failed') return this.#tellError();
    this.#operations.advance();
    if (this.#state !== 'connected') return;
    this.#incoming.advance();
    if (this.#isFragmentTaken) this.#tellWritable();
  }

  #open(): void {
    if (this.#link.connection < ADDRESS_ASSIGNED) {
      return this.#fail(cellularError('no-address', 'the modem has no address yet', RETRYABLE), false);
    }
    const problem = this.#link.enterSlot?.(this.slot, this.#hasWill);
    if (problem !== undefined) return this.#fail(problem, false);
    this.#state = 'opening';
    this.#opening?.start();
  }

  onOpened(error: CellularError | undefined, isSlotOpen: boolean): void {
    if (this.#state !== 'opening') return;
    if (error !== undefined) return this.#fail(error, isSlotOpen);
    this.#state = 'connected';
    this.#opening = undefined;
    this.#link.openedSlot?.(this.slot);
    this.#incoming.begin();
    this.#announcements.control(opcodes.CONNACK, undefined, undefined);
    this.#tellWritable();
    this.#incoming.look();
  }

  onOperationEnd(error: CellularError | undefined): void {
    if (error !== undefined) return this.#fail(error, true);
    if (this.#state === 'closed') return;
    this.#incoming.look();
    this.#tellWritable();
  }

  #disconnect(): void {
    this.#executeClosing((error) => {
      this.#fail(cellularError('closed', 'disconnected as asked', RETRYABLE), error?.code === 'timeout');
    });
    this.#state = 'disconnecting';
  }

  /** The end of the connection; told once. */
  #fail(error: CellularError, isSlotOpen: boolean): void {
    if (this.#state === 'failed' || this.#state === 'closed') return;
    this.#state = 'failed';
    this.#opening?.cancel();
    this.#error = error;
    this.#isSlotOpen = isSlotOpen;
    this.#operations.stop();
    this.#incoming.end();
    this.#work.arm(0);
  }

  onLinkDown(error: CellularError): void {
    this.#fail(cellularError('connection-lost', `connection lost: ${error.message}`, RETRYABLE), false);
  }

  /** Notes and schedules: a URC comes in the middle of somebody else's turn. */
  onUrc(urc: Urc, fields: FieldReader): void {
    if (!this.#incoming.take(urc, fields) && !this.#operations.take(urc, fields)) this.#noteLoss(urc, fields);
    this.#work.arm(0);
  }

  /** Before it is connected, a loss is that of the connection which a restarted host has left behind: an opening tells its end. */
  #noteLoss(urc: Urc, fields: FieldReader): void {
    const cause = this.#state === 'connected' ? this.#link.mqtt.lossIn(urc, fields) : undefined;
    if (cause === undefined) return;
    this.#fail(cellularError('connection-lost', `connection lost: ${cause}`, { result: urc.name, isRetryable: true }), false);
  }

  onUrcLost(urc: Urc): void {
    this.#incoming.noteLost(urc);
    this.#work.arm(0);
  }

  onLineLost(): void {
    this.#incoming.noteLineLost();
  }

  #tellWritable(): void {
    const count = this.#writable;
    this.#isFragmentTaken = false;
    if (count > 0) this.#announcements.writable(count);
  }

  #tellError(): void {
    const error = this.#error;
    this.#error = undefined;
    if (error !== undefined) this.#announcements.error(error);
  }

  /** Nobody waits for the answer any more; the next client of the slot clears it once more where this could not. */
  #closeSlot(): void {
    try {
      this.#executeClosing(() => undefined);
    } catch {
      // The module does not answer, and nothing is open in one that has restarted.
    }
  }

  #executeClosing(onEnd: (error: CellularError | undefined) => void): void {
    const link = this.#link;
    executeInTurn((exchange) => link.execute(exchange), link.mqtt.closing(this.slot), onEnd);
  }
}
