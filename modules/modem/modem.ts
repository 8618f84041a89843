import type { DialogueCounters } from '../at/dialogue/dialogue-counters.js';
import type { Exchange } from '../at/dialogue/exchange.js';
import { type CellularError, cellularError } from '../base/errors.js';
import type { MqttDialect } from '../cellular/dialect/mqtt.js';
import type { Strength } from '../cellular/signal.js';
import type { Time } from '../ports/time.js';
import { Announcer } from './announcer.js';
import { BringUp } from './bring-up.js';
import { type ConnectOptions, connectSettings } from './connect-options.js';
import { Facts, type FactValues, type SimWord } from './facts.js';
import type { Link, SlotListener } from './link.js';
import { type ModemOptionsFor, modemSettings } from './modem-options.js';
import { Recovery } from './recovery/recovery.js';
import type { RungCounters } from './recovery/recovery-event.js';
import type { RegistrationWord } from './registration.js';
import { type SlotAccount, Slots } from './slots.js';
import type { StateName } from './state-name.js';
import { checkTls } from './tls-check.js';
import { tlsProblem } from './tls-problem.js';

/** What a modem is made of: its serial port, a time, and what else is to be other than usual. */
export type ModemOptions = ModemOptionsFor<Modem>;

/** Called when `close()` is complete. */
export type ClosedCallback = (this: Modem, error: null) => void;

/**
 * A cellular module as an ECMA-419 network interface (§17), brought from power-on to an address and a clock and kept there:
 * losses are noticed, told and made good until `disconnect()` or `close()`.
 *
 * Every change is told by `onChanged(name)`, from a turn of its own. Errors do not end an attempt; `error` says why it takes.
 */
export class Modem implements Link {
  /** Opaque to the modem. */
  target: unknown;
  /** The one that it was made with. */
  readonly time: Time;
  readonly #announcer: Announcer<Modem>;
  readonly #values: FactValues;
  readonly #slots: Slots;
  readonly #recovery: Recovery;
  readonly #bringUp: BringUp;
  #closedCallbacks: ClosedCallback[] = [];
  #isClosing = false;
  #isClosed = false;
  #exceptions = 0;

  /** Throws `invalid-argument`, with the port not yet opened. Sends nothing. */
  constructor(options: ModemOptions) {
    const settings = modemSettings(options);
    const { time } = options;
    this.target = options.target;
    this.time = time;
    this.#announcer = new Announcer<Modem>(time, this, options);
    const facts = new Facts(this.#announcer);
    this.#values = facts.values;
    const account: SlotAccount = {
      isDue: (urc, slot) => this.#bringUp.dialogue.isDue(urc, slot),
      mayCome: (urc, slot) => this.#bringUp.dialogue.mayCome(urc, slot),
    };
    this.#slots = new Slots(time, settings.dialect.slots, account, settings.memory);
    this.#recovery = new Recovery(time, options.recovery ?? {});
    this.#bringUp = new BringUp({
      line: options,
      settings,
      announcer: this.#announcer,
      facts,
      slots: this.#slots,
      recovery: this.#recovery,
    });
  }

  /**
   * Starts towards an address and a clock. Throws `invalid-argument` for a value that breaks its bound, or while an attempt
   * is in progress, and `closed`.
   */
  connect(options: ConnectOptions = {}): void {
    this.#throwIfClosed();
    if (this.#bringUp.isWanted) throw cellularError('invalid-argument', 'connect(): already in progress; disconnect() ends it');
    this.#bringUp.connect(connectSettings(options, this.#bringUp.modem.dialect));
  }

  /** Ends all connections, gives the address back and stays so. Does nothing where nothing was connected. Throws `closed`. */
  disconnect(): void {
    this.#throwIfClosed();
    this.#bringUp.disconnect();
  }

  /** Disconnects within 10 s and closes the port. Legal more than once; every callback is called. */
  close(callback?: ClosedCallback): void {
    if (callback !== undefined) this.#closedCallbacks.push(callback);
    if (this.#isClosed) return this.time.alarm(() => this.#tellClosed()).arm(0);
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#bringUp.shutDown(() => this.#finish());
  }

  /**
   * ECMA-419: 0 unavailable, 100 initializing, 200 disconnected, 300 connecting, 400 connected (registered), 500 IP address
   * assigned. 500 is shown when connections can be opened: after the address come the clock and the settings of the module.
   */
  get connection(): number {
    return this.#values.connection;
  }

  /** The IP address; `undefined` while `connection` is below 500. */
  get address(): string | undefined {
    return this.#values.address;
  }

  /** A cellular interface has none. */
  get MAC(): undefined {
    return undefined;
  }

  /** Received power in dBm, −113 to −51, `undefined` where it is not known. */
  get RSSI(): number | undefined {
    return this.#values.RSSI;
  }

  /** The guide's word for the signal (§3.1). */
  get strength(): Strength {
    return this.#values.strength;
  }

  /** Where the bring-up is. */
  get state(): StateName {
    return this.#values.state;
  }

  /** Why the modem is not up, or why TLS is not possible although it was asked for; `undefined` when nothing is wrong. */
  get error(): CellularError | undefined {
    return this.#values.error;
  }

  /** What is known of the SIM card. */
  get sim(): SimWord {
    return this.#values.sim;
  }

  /** How the network has taken the module. */
  get registration(): RegistrationWord {
    return this.#values.registration;
  }

  /** The network's name. */
  get operator(): string | undefined {
    return this.#values.operator;
  }

  /** As the module names itself; `undefined` until it has answered. */
  get model(): string | undefined {
    return this.#values.model;
  }

  /** Of the module's firmware. */
  get revision(): string | undefined {
    return this.#values.revision;
  }

  /** The module's serial number, 15 digits; `undefined` until it has answered. */
  get imei(): string | undefined {
    return this.#values.imei;
  }

  /** The SIM card's number; `undefined` until it could be read. */
  get iccid(): string | undefined {
    return this.#values.iccid;
  }

  /** Minutes by which local time is ahead of UTC, as the network has it; `undefined` until the time is known. */
  get utcOffset(): number | undefined {
    return this.#values.utcOffset;
  }

  /** Whether {@link now} tells the time. */
  get isClockSet(): boolean {
    return this.#values.isClockSet;
  }

  /** Whether messages that arrive are fetched from the module (`read`), or the module pushes them. */
  get receiveMode(): 'read' | 'push' {
    return this.mqtt.fetching === undefined ? 'push' : 'read';
  }

  /** How the module's MQTT client is used. */
  get mqtt(): MqttDialect {
    return this.#bringUp.boot.mqtt;
  }

  /** Bytes of the longest command line. */
  get transmitCapacity(): number {
    return this.#bringUp.dialogue.transmitCapacity;
  }

  /** Why TLS cannot be opened now (`no-time`, `tls`); `undefined` when it can. */
  get tlsProblem(): CellularError | undefined {
    return tlsProblem(this.#bringUp.settings.tls, this.#bringUp.boot);
  }

  /** Whether the module was asked nothing that it has not answered, and all that it has said is dealt with. */
  get isIdle(): boolean {
    return this.#bringUp.dialogue.isIdle;
  }

  checkTls(onEnd: (problem: CellularError | undefined) => void): void {
    const { settings, modem, boot } = this.#bringUp;
    const { tls: store } = modem.dialect;
    if (store === undefined || settings.tls === undefined) return onEnd(this.tlsProblem);
    checkTls((exchange) => this.execute(exchange), store, settings.tls, (isSet, error) => {
      if (!isSet && error === undefined) boot.forgetTls();
      onEnd(error ?? this.tlsProblem);
    });
  }

  /** What was seen on the line. */
  get counters(): DialogueCounters {
    return this.#bringUp.dialogue.counters;
  }

  /** How each rung of the ladder of recovery has fared, lowest first (docs/recovery.md). */
  get recovery(): readonly RungCounters[] {
    return this.#recovery.counters;
  }

  /** Exceptions that callbacks have thrown. */
  get callbackExceptions(): number {
    return this.#exceptions + this.#announcer.exceptions + this.#recovery.exceptions;
  }

  /** URCs of slots that nobody had claimed. */
  get unclaimedUrcs(): number {
    return this.#slots.unclaimed;
  }

  /** UTC in milliseconds since 1970, right to a second; `undefined` until the network has told the time. */
  now(): number | undefined {
    this.#throwIfClosed();
    return this.#bringUp.clock.at(this.time.now());
  }

  claimSlot(listener: SlotListener, slot?: number, hasWill = true): number {
    this.#throwIfClosed();
    return this.#slots.claim(listener, slot, hasWill);
  }

  connectionFailed(error: Error): void {
    if (this.#isClosing) return;
    const isOurs = typeof (error as Partial<CellularError>).code === 'string';
    this.#bringUp.connectionFailed(isOurs ? (error as CellularError) : cellularError('connection-lost', error.message));
  }

  connectionWorked(): void {
    this.#recovery.connectionWorked();
  }

  enterSlot(slot: number, hasWill: boolean): CellularError | undefined {
    const problem = this.#slots.problem(slot, hasWill);
    if (problem !== undefined) {
      this.connectionFailed(problem);
    } else {
      this.#recovery.overcome('slots');
      this.#slots.enter(slot, hasWill);
      this.#bringUp.dialogue.waive(slot);
    }
    return problem;
  }

  isSlotClosing(slot: number): boolean {
    return this.#slots.isClosing(slot);
  }

  openedSlot(slot: number): void {
    this.#slots.opened(slot);
  }

  foundSlotOpen(slot: number): CellularError | undefined {
    return this.#slots.foundOpen(slot);
  }

  releaseSlot(slot: number, latePublishes = 0): void {
    if (this.#slots.release(slot)) this.#bringUp.dialogue.expectLate(this.mqtt.published, [slot], latePublishes);
  }

  execute(exchange: Exchange): void {
    this.#throwIfClosed();
    this.#bringUp.dialogue.execute(exchange);
  }

  abandon(exchange: Exchange): void {
    this.#bringUp.dialogue.abandon(exchange);
  }

  #throwIfClosed(): void {
    if (this.#isClosing) throw cellularError('closed', 'the modem is closed');
  }

  /** The port is closed: nothing is announced any more but that. */
  #finish(): void {
    this.#isClosed = true;
    this.#announcer.stop();
    this.#tellClosed();
  }

  #tellClosed(): void {
    const callbacks = this.#closedCallbacks;
    this.#closedCallbacks = [];
    for (let index = 0; index < callbacks.length; index += 1) {
      try {
        callbacks[index].call(this, null);
      } catch {
        this.#exceptions += 1;
      }
    }
  }
}
