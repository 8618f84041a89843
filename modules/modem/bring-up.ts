import type { Urc } from '../at/command.js';
import type { Dialogue } from '../at/dialogue.js';
import { type CellularError, cellularError } from '../at/errors.js';
import type { Exchange } from '../at/exchange.js';
import type { FieldReader } from '../at/field-reader.js';
import type { Alarm, Time } from '../ports/time.js';
import { Backoff } from './backoff.js';
import { Boot } from './boot.js';
import { connectSettings, type ConnectSettings } from './connect-options.js';
import { eventOf, type EventName, EVENTS, LOSSES } from './events.js';
import type { Facts } from './facts.js';
import { NetworkClock } from './network-clock.js';
import type { Slots } from './slots.js';
import { states } from './states.js';
import type { StateName, StateRow, Step } from './step.js';

/** Milliseconds to which an event cuts a pause short: events that come together share a round, and a storm makes no busy loop. */
const NUDGE = 500;
/** Losses come together (registration, address, SIM card): so many are made good at once, further ones after growing pauses. */
const PROMPT_LOSSES = 3;

export interface BringUpOptions {
  readonly dialogue: Dialogue;
  readonly time: Time;
  readonly facts: Facts;
  readonly slots: Slots;
  readonly checkInterval: number;
  readonly earliestYear: number;
  onClosed(): void;
}

/**
 * Runs the state table. A state is entered, and an event is dealt with, in a turn of its own: neither happens inside a public
 * method or a URC handler. What a state started is forgotten with it, so no answer reaches a state that did not ask.
 */
export class BringUp implements Step {
  readonly facts: Facts;
  readonly clock = new NetworkClock();
  readonly earliestYear: number;
  boot = new Boot();
  settings: ConnectSettings = connectSettings({});
  isWanted = false;
  refusedPin: string | undefined = undefined;
  readonly #options: BringUpOptions;
  readonly #dialogue: Dialogue;
  readonly #deadline: Alarm;
  readonly #rest: Alarm;
  readonly #events: Alarm;
  readonly #isNoted: boolean[] = [];
  #row: StateRow = states.idle;
  #exchange: Exchange | undefined = undefined;
  /** Counts rounds, so that an answer to an earlier one is known by its number. */
  #round = 0;
  #isDeadlineRunning = false;
  #afterRest: () => void = ignore;
  /** When the pause between two rounds ends; -1 where none is. */
  #pauseEnd = -1;
  #backoffs: { [S in StateName]?: Backoff } = {};
  /** Losses since the modem was last up for a while. */
  #losses = 0;

  constructor(options: BringUpOptions) {
    const { time } = options;
    this.#options = options;
    this.#dialogue = options.dialogue;
    this.facts = options.facts;
    this.earliestYear = options.earliestYear;
    this.#deadline = time.alarm(() => this.#expire());
    this.#rest = time.alarm(() => this.#wake());
    this.#events = time.alarm(() => this.#takeEvents());
    for (let index = 0; index < EVENTS.length; index += 1) this.#isNoted.push(false);
  }

  // ── for the public class ─────────────────────────────────────────────────────────────────────────────────────────────

  connect(settings: ConnectSettings): void {
    this.settings = settings;
    this.isWanted = true;
    this.#steady();
    if (this.#row === states.idle || this.#row === states.disconnected) this.#go('waking', 0);
  }

  disconnect(): void {
    this.isWanted = false;
    const isDisconnected = this.#row === states.idle || this.#row === states.disconnected || this.#row === states.disconnecting;
    if (!isDisconnected) this.#go('disconnecting', 0);
  }

  shutDown(): void {
    this.isWanted = false;
    this.#go('closing', 0);
  }

  /** From a URC handler: only notes. */
  onUrc(urc: Urc, fields: FieldReader): void {
    const event = eventOf(urc, fields, this.boot, this.settings.isRoamingAllowed);
    if (event !== undefined) this.raise(event);
  }

  // ── for the steps ────────────────────────────────────────────────────────────────────────────────────────────────────

  now(): number {
    return this.#options.time.now();
  }

  synchronise(limit: number, onEnd: (error: CellularError | undefined) => void): void {
    const round = this.#round;
    this.#dialogue.synchronise(limit, (error) => {
      if (round === this.#round) onEnd(error);
    });
  }

  ask(exchange: Exchange, onSettled?: (error: CellularError | undefined) => void): void {
    const round = this.#round;
    const onEnd = (error: CellularError | undefined): void => {
      onSettled?.(error);
      if (round !== this.#round) return;
      this.#exchange = undefined;
      if (error?.code === 'unresponsive' && this.#row.on.unresponsive !== undefined) this.raise('unresponsive');
      else exchange.onEnd(error);
    };
    const wrapped: Exchange = { ...exchange, onEnd };
    // Half a file would stay in the module: what has data is left to end by itself.
    this.#exchange = exchange.data === undefined ? wrapped : undefined;
    try {
      this.#dialogue.execute(wrapped);
    } catch (error) {
      onEnd(error as CellularError);
    }
  }

  rest(milliseconds: number, then: () => void): void {
    this.#pauseEnd = -1;
    this.#afterRest = then;
    this.#rest.arm(milliseconds);
  }

  report(error: CellularError | undefined): void {
    this.facts.setError(error);
  }

  loseLink(error: CellularError): void {
    this.boot.address = undefined;
    this.#options.slots.down(error);
  }

  raise(event: EventName): void {
    this.#isNoted[EVENTS.indexOf(event)] = true;
    this.#events.arm(0);
  }

  done(): void {
    this.report(undefined);
    this.#go(this.#row.next, 0);
  }

  poll(): void {
    const { interval } = this.#row;
    this.#pause(interval === 'checkInterval' ? this.#options.checkInterval : (interval ?? 0), () => {
      if (this.#row === states.up) this.#steady();
      this.#enter();
    });
  }

  fail(error: CellularError): void {
    this.report(error);
    this.#stopDeadline();
    const { again, name } = this.#row;
    this.#pause(this.#backoffOf(name).next(), () => {
      if (again === undefined) this.#enter();
      else this.#go(again, 0);
    });
  }

  close(): void {
    this.#forget();
    this.#events.disarm();
    this.#dialogue.close();
    this.#options.onClosed();
  }

  // ── the table's runner ───────────────────────────────────────────────────────────────────────────────────────────────

  #go(name: StateName, delay: number): void {
    this.#forget();
    this.#stopDeadline();
    this.#row = states[name];
    const { connection } = this.#row;
    const isUp = this.#row === states.up;
    this.facts.set('state', name);
    this.facts.set('address', isUp ? this.boot.address : undefined);
    this.facts.set('connection', connection);
    if (isUp) this.#options.slots.up();
    this.rest(delay, () => this.#enter());
  }

  #enter(): void {
    this.#round += 1;
    this.#pauseEnd = -1;
    const { deadline } = this.#row;
    if (deadline !== undefined && !this.#isDeadlineRunning) {
      this.#isDeadlineRunning = true;
      this.#deadline.arm(deadline === 'registrationLimit' ? this.settings.registrationLimit : deadline);
    }
    this.#row.enter(this);
  }

  /** No callback of what was started so far is called any more. */
  #forget(): void {
    this.#round += 1;
    this.#rest.disarm();
    this.#pauseEnd = -1;
    if (this.#exchange !== undefined) this.#dialogue.abandon(this.#exchange);
    this.#exchange = undefined;
  }

  #stopDeadline(): void {
    this.#isDeadlineRunning = false;
    this.#deadline.disarm();
  }

  #expire(): void {
    const { overdue, next } = this.#row;
    this.#forget();
    if (overdue === undefined) return this.#go(next, 0);
    const error = cellularError(overdue.code, overdue.message, { isRetryable: true });
    // Whatever was connected all this time is dead to the broker.
    this.loseLink(error);
    this.fail(error);
  }

  #pause(milliseconds: number, then: () => void): void {
    this.rest(milliseconds, then);
    this.#pauseEnd = this.now() + milliseconds;
  }

  #wake(): void {
    this.#pauseEnd = -1;
    this.#afterRest();
  }

  /** An event makes another round worth while before its time. */
  #nudge(): void {
    const end = this.now() + NUDGE;
    if (this.#pauseEnd <= end) return;
    this.#pauseEnd = end;
    this.#rest.arm(NUDGE);
  }

  #takeEvents(): void {
    for (let index = 0; index < EVENTS.length; index += 1) {
      if (!this.#isNoted[index]) continue;
      this.#isNoted[index] = false;
      this.#deal(EVENTS[index]);
    }
  }

  #deal(event: EventName): void {
    // Boot lines of a module that has not been told anything yet end nothing.
    const isLoss = event !== 'rebooted' || this.boot.isConfigured;
    if (event === 'rebooted') this.#restartBoot();
    if (event === 'simRemoved') this.facts.set('sim', 'absent');
    if (event === 'registrationLost' || event === 'registrationChanged') this.facts.set('registration', this.boot.registration.word);
    const target = this.#row.on[event];
    const loss = LOSSES[event];
    if (loss !== undefined && isLoss) {
      const error = cellularError(loss.code, loss.message, { isRetryable: true });
      if (target !== undefined) this.report(error);
      this.loseLink(error);
    }
    if (target === this.#row.name) this.#restart();
    else if (target !== undefined) this.#fallBack(target);
    else if (this.#row.wakesOn !== undefined && this.#row.wakesOn.indexOf(event) >= 0) this.#nudge();
  }

  /** Another round at once, within the same deadline. */
  #restart(): void {
    this.#forget();
    this.rest(0, () => this.#enter());
  }

  #fallBack(target: StateName): void {
    this.#losses += 1;
    this.#go(target, this.#losses > PROMPT_LOSSES ? this.#backoffOf(target).next() : 0);
  }

  #restartBoot(): void {
    this.boot = new Boot();
    this.facts.set('sim', 'unknown');
    this.facts.set('RSSI', undefined);
    this.facts.set('strength', 'unknown');
    this.facts.set('registration', 'unknown');
    this.facts.set('operator', undefined);
  }

  #steady(): void {
    this.#losses = 0;
    this.#backoffs = {};
  }

  #backoffOf(name: StateName): Backoff {
    const present = this.#backoffs[name];
    if (present !== undefined) return present;
    const { pause = 0, longestPause = pause } = states[name];
    const backoff = new Backoff(pause, longestPause);
    this.#backoffs[name] = backoff;
    return backoff;
  }
}

function ignore(): void {
  // Nothing rests before the first state is entered.
}
