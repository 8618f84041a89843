import { simChanged, simDropped, simReady } from '../../../modules/fibocom/urcs.js';
import { Broadcast } from '../broadcast.js';
import { CME, type CmeError } from '../line/result-codes.js';
import type { Runtime } from '../runtime.js';
import type { SimState } from '../state.js';
import { ownWord } from '../voice.js';
import type { SimCard } from './sim-card.js';

const FAULTS: Readonly<Record<SimState, CmeError | undefined>> = {
  absent: CME.simNotInserted,
  busy: CME.simBusy,
  pin: CME.simPinRequired,
  puk: CME.simPukRequired,
  ready: undefined,
};

/** The module's view of its SIM card, from the moment it has power. */
export class Sim {
  readonly onChange = new Broadcast<SimState>();
  readonly card: SimCard;
  readonly #runtime: Runtime;
  #state: SimState = 'absent';
  #cancelReading: () => void = () => undefined;
  readonly #endWatch: () => void;

  constructor(runtime: Runtime, card: SimCard) {
    this.#runtime = runtime;
    this.card = card;
    this.#endWatch = card.onInsertion.watch((isInserted) => (isInserted ? this.#inserted() : this.#removed()));
  }

  get state(): SimState {
    return this.#state;
  }

  /** Why the card cannot be used for the network. */
  get fault(): CmeError | undefined {
    return FAULTS[this.#state];
  }

  start(): void {
    if (this.card.isInserted) this.#read();
  }

  stop(): void {
    this.#endWatch();
  }

  /** Whether the PIN was right. */
  enterPin(pin: string): boolean {
    const isRight = this.card.verifyPin(pin);
    if (isRight) this.#becomeReady();
    else this.notePinFailure();
    return isRight;
  }

  /** A PIN was wrong, wherever it was asked for: the last try blocks the card. */
  notePinFailure(): void {
    if (this.card.isBlocked) this.#setState('puk');
  }

  unblock(puk: string, newPin: string): boolean {
    const isRight = this.card.unblock(puk, newPin);
    if (isRight) this.#becomeReady();
    return isRight;
  }

  #inserted(): void {
    this.#runtime.report(simChanged, [ownWord('Inserted', this.#runtime.profile)]);
    this.#read();
  }

  #removed(): void {
    this.#cancelReading();
    if (this.#runtime.profile.simRemovalReport === 'DROP') this.#runtime.report(simDropped, []);
    else this.#runtime.report(simChanged, [ownWord('Removed', this.#runtime.profile)]);
    this.#setState('absent');
  }

  #read(): void {
    const { schedule, draw, profile } = this.#runtime;
    this.#setState('busy');
    this.#cancelReading = schedule.after(draw(profile.timing.simReady), () => {
      if (this.card.isBlocked) this.#setState('puk');
      else if (this.card.asksForPin) this.#setState('pin');
      else this.#becomeReady();
    });
  }

  #becomeReady(): void {
    if (this.#runtime.profile.startMessages) this.#runtime.report(simReady, []);
    this.#setState('ready');
  }

  #setState(state: SimState): void {
    this.#state = state;
    this.#runtime.onEvent({ type: 'sim', state });
    this.onChange.send(state);
  }
}
