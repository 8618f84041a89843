import type { Anomaly } from '../at/dialogue/anomaly.js';
import { Dialogue, type DialogueListener, type DialogueOptions } from '../at/dialogue/dialogue.js';
import type { Urc } from '../at/command.js';
import { type CellularError, cellularError, RETRYABLE } from '../base/errors.js';
import { isOdd } from '../base/oddity.js';
import type { Exchange } from '../at/dialogue/exchange.js';
import type { FieldReader } from '../at/line/field-reader.js';
import { errorFormatQuery } from '../cellular/device.js';
import type { Time } from '../ports/time.js';
import type { Announcer } from './announcer.js';
import { Boot } from './boot.js';
import { connectSettings, type ConnectSettings } from './connect-options.js';
import { EventNotes, type EventNotesListener } from './event-notes.js';
import { eventOf, type EventName, LOSSES, noteEvent } from './events.js';
import type { Facts } from './facts.js';
import type { ModemSettings } from './modem-options.js';
import { NetworkClock } from './network-clock.js';
import type { Recovery } from './recovery/recovery.js';
import type { RecoveryTools } from './recovery/tools.js';
import { Round } from './round.js';
import { Setbacks } from './setbacks.js';
import type { Slots } from './slots.js';
import { millisecondsOf, StateDeadline } from './state-deadline.js';
import type { StateRow } from './state-row.js';
import { states } from './states.js';
import type { Step } from './step.js';

/** Milliseconds until a look after the module that comes earlier than it need. */
const EARLIER_CHECK = 1000;

export interface BringUpOptions {
  /** What the dialogue takes of the modem's options. */
  readonly line: Omit<DialogueOptions, 'names' | 'probe' | 'listener'>;
  readonly settings: ModemSettings;
  readonly announcer: Announcer<unknown>;
  readonly facts: Facts;
  readonly slots: Slots;
  readonly recovery: Recovery;
}

/**
 * Runs the state table. A state is entered, and an event is dealt with, in a turn of its own: neither happens inside a public
 * method or a URC handler. What a state started is forgotten with it ({@link Round}).
 */
export class BringUp implements Step, DialogueListener, EventNotesListener {
  readonly dialogue: Dialogue;
  readonly facts: Facts;
  readonly slots: Slots;
  readonly clock = new NetworkClock();
  readonly modem: ModemSettings;
  boot: Boot;
  settings: ConnectSettings;
  isWanted = false;
  refusedPin: string | undefined = undefined;
  isTlsKept = false;
  readonly #time: Time;
  readonly #announcer: Announcer<unknown>;
  readonly #deadline: StateDeadline;
  readonly #round: Round;
  readonly #events: EventNotes;
  readonly #setbacks = new Setbacks();
  readonly #recovery: Recovery;
  #row: StateRow = states.idle;
  #upSince = 0;
  #onClosed: (() => void) | undefined = undefined;

  /** Throws `invalid-argument`; opens the port. */
  constructor(options: BringUpOptions) {
    const { time } = options.line;
    this.#time = time;
    this.#announcer = options.announcer;
    this.slots = options.slots;
    this.facts = options.facts;
    this.modem = options.settings;
    this.boot = new Boot(this.modem.dialect.mqtt[0]);
    this.settings = connectSettings({}, this.modem.dialect);
    this.#recovery = options.recovery;
    this.#deadline = new StateDeadline(time, () => this.#expire());
    this.#events = new EventNotes(time, this);
    this.dialogue = new Dialogue({ ...options.line, names: this.modem.dialect.names, probe: errorFormatQuery, listener: this });
    this.#round = new Round(time, this.dialogue);
  }

  // For the public class.

  connect(settings: ConnectSettings): void {
    this.settings = settings;
    this.isWanted = true;
    this.#setbacks.forget();
    if (this.#row === states.idle || this.#row === states.disconnected) this.#go(states.waking, 0);
  }

  disconnect(): void {
    this.isWanted = false;
    const isConnected = this.#row !== states.idle && this.#row !== states.disconnected && this.#row !== states.disconnecting;
    if (isConnected) this.#go(states.disconnecting, 0);
  }

  shutDown(onClosed: () => void): void {
    this.isWanted = false;
    this.#onClosed = onClosed;
    this.#go(states.closing, 0);
  }

  /**
   * A user of a slot has lost its connection while nothing is wrong that the modem knows of. It opens it again by itself; when
   * that does not help, and a rung above is due, the ladder is climbed.
   */
  connectionFailed(error: CellularError): void {
    if (this.#row !== states.up) return;
    this.#recovery.noteConnectionFailed(error);
    this.raise('connectionDoubted');
  }

  /** From a turn of the dialogue: only notes. */
  onUrc(urc: Urc, fields: FieldReader): void {
    if (this.slots.route(urc, fields)) return;
    const event = eventOf(urc, fields, this.modem.dialect, this.boot, this.settings.isRoamingAllowed);
    if (event === 'rebooted') this.#forgetCompletions();
    if (event !== undefined) this.raise(event);
  }

  onAnomaly(anomaly: Anomaly): void {
    this.#announcer.anomaly(anomaly);
    // Who has messages pushed cannot ask for one.
    if (this.boot.mqtt.fetching !== undefined) this.slots.lineLost();
  }

  onUrcLost(urc: Urc, fields: FieldReader): void {
    this.slots.urcLost(urc, fields);
  }

  onUnresponsive(): void {
    this.raise('unresponsive');
  }

  // For the steps.

  now(): number {
    return this.#time.now();
  }

  synchronise(limit: number, onEnd: (error: CellularError | undefined) => void): void {
    this.dialogue.synchronise(limit, this.#round.own(onEnd));
  }

  ask(exchange: Exchange, onSettled?: (error: CellularError | undefined) => void): void {
    const isLeft = this.#row.on.unresponsive !== undefined;
    this.#round.ask(exchange, isLeft ? () => this.raise('unresponsive') : undefined, onSettled);
  }

  act(start: (tools: RecoveryTools, onEnd: () => void) => void, then: () => void): void {
    this.#recovery.use(start, this.#round.own(then));
  }

  takeRung(): void {
    this.#recovery.rung?.action?.(this);
  }

  forgetModule(isCertain: boolean): void {
    this.loseLink(cellularError('connection-lost', 'the module is restarted', RETRYABLE));
    this.#forgetBoot();
    if (isCertain) this.#forgetCompletions();
  }

  setLineRate(rate: number): void {
    // A port that cannot be opened hears nothing: what follows ends with its deadline, and the next rate opens it again.
    this.#recovery.use(() => this.dialogue.setLineRate(rate), () => undefined);
  }

  get echoes(): number {
    return this.dialogue.counters.echoes;
  }

  rest(milliseconds: number, then: () => void): void {
    this.#round.rest.start(milliseconds, then);
  }

  loseLink(error: CellularError): void {
    this.boot.address = undefined;
    this.slots.down(error);
  }

  raise(event: EventName): void {
    this.#events.note(event);
  }

  done(): void {
    const { trouble } = this.#row;
    this.facts.setError(undefined);
    if (trouble !== undefined) this.#recovery.overcome(trouble);
    this.#go(states[this.#row.next], 0);
  }

  poll(longer = 0): void {
    const { interval = 0 } = this.#row;
    const pause = interval === 'checkInterval' ? this.modem.checkInterval : interval;
    const isEarly = interval === 'checkInterval' && isOdd(this.#time, 'earlier-check');
    this.#round.rest.pause(isEarly ? EARLIER_CHECK : Math.max(longer, pause), () => this.#nextRound());
  }

  fail(error: CellularError): void {
    this.facts.setError(error);
    this.#deadline.stop();
    const pause = this.#recovery.afterFailure(this.#row, error);
    const { rest } = this.#round;
    if (pause === undefined) this.#tryAgain();
    // Cut short by an event, the state has another round, and the rung waits.
    else rest.pause(pause, () => (rest.isNudged ? this.#enter() : this.#beginRung()));
  }

  close(): void {
    this.#round.forget();
    this.#events.close();
    this.dialogue.close();
    this.#onClosed?.();
  }

  // The ladder.

  /** Begins the planned rung. One without an action of its own is left to the MQTT session. */
  #beginRung(): void {
    const rung = this.#recovery.begin();
    if (rung !== undefined && rung.action === undefined) return;
    if (this.#row === states.up) this.raise('connectionStuck');
    else this.#go(rung === undefined ? states.waking : states.recovering, 0);
  }

  #tryAgain(): void {
    const { again } = this.#row;
    const { rest } = this.#round;
    rest.pause(this.#setbacks.afterFailure(this.#row), () => {
      if (again === undefined || rest.isNudged) this.#enter();
      else this.#go(states[again], 0);
    });
  }

  // The table's runner.

  #go(row: StateRow, delay: number): void {
    this.#round.forget();
    this.#deadline.stop();
    this.#row = row;
    const isUp = row === states.up;
    this.facts.set('state', row.name);
    this.facts.set('address', isUp ? this.boot.address : undefined);
    this.facts.set('connection', row.connection);
    if (isUp) this.slots.up();
    if (isUp) this.#upSince = this.now();
    this.#round.rest.start(delay, () => this.#enter());
  }

  #nextRound(): void {
    // Up for a while: what went wrong on the way is forgiven.
    if (this.#row === states.up && this.now() - this.#upSince >= this.modem.checkInterval) {
      this.#setbacks.forget();
      this.#recovery.forgive();
    }
    this.#enter();
  }

  #enter(): void {
    this.#round.begin();
    const { deadline } = this.#row;
    if (deadline !== undefined) this.#deadline.start(millisecondsOf(deadline, this.settings, this.#recovery.rung));
    this.#row.enter(this);
  }

  #expire(): void {
    const { overdue, next } = this.#row;
    this.#round.forget();
    if (overdue === undefined) return this.#go(states[next], 0);
    const error = cellularError(overdue.code, overdue.message, RETRYABLE);
    // Whatever was connected all this time is dead to the broker.
    this.loseLink(error);
    this.fail(error);
  }

  onEvent(event: EventName): void {
    // Boot lines of a module that has not been told anything yet end nothing.
    const loss = event === 'rebooted' && !this.boot.isConfigured ? undefined : LOSSES[event];
    const target = this.#row.on[event];
    noteEvent(event, this.facts, this.boot);
    if (event === 'rebooted') this.#forgetBoot();
    if (event === 'connectionDoubted' && this.#row === states.up && this.#recovery.planForConnection()) this.#beginRung();
    if (loss !== undefined) {
      const error = cellularError(loss.code, loss.message, RETRYABLE);
      if (target !== undefined) this.facts.setError(error);
      this.loseLink(error);
      if (event === 'unresponsive' && target !== undefined) return this.#loseModule(error);
    }
    if (target === this.#row.name) this.#restart();
    else if (target !== undefined) this.#go(states[target], this.#setbacks.afterLoss(states[target]));
    else if (this.#row.wakesOn !== undefined && this.#row.wakesOn.indexOf(event) >= 0) this.#round.rest.nudge();
  }

  /** What it is asked for next comes from the ladder. */
  #loseModule(error: CellularError): void {
    const pause = this.#recovery.afterSilence(error);
    this.#go(states.waking, 0);
    if (pause !== undefined) this.#round.rest.start(pause, () => this.#beginRung());
  }

  #forgetBoot(): void {
    this.boot = new Boot(this.modem.dialect.mqtt[0]);
    this.facts.forgetBoot();
  }

  /**
   * The module has certainly restarted: it says so, or was made to. One that has only forgotten its settings has not proved it, and
   * may still tell of what it was told before.
   */
  #forgetCompletions(): void {
    this.dialogue.forgetCompletions();
    this.slots.forget();
  }

  /** Another round at once, within the same deadline. */
  #restart(): void {
    this.#round.forget();
    this.#round.rest.start(0, () => this.#enter());
  }
}
