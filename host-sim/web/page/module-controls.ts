import type { ModuleState, PageEvent } from '../protocol.js';
import { control, LatestControl } from './control.js';
import { byId } from './dom.js';
import { signalText } from './signal-text.js';
import type { View } from './view.js';

const UNKNOWN = 99;

/** What can be done to the module by hand: its signal, its power, its SIM card, and the pace of its time. */
export class ModuleControls implements View {
  readonly #signal = byId('signal', HTMLInputElement);
  readonly #signalText = byId('signal-text', HTMLOutputElement);
  readonly #isUnknown = byId('signal-unknown', HTMLInputElement);
  readonly #signalControl = new LatestControl('signal');
  readonly #power = byId('power', HTMLButtonElement);
  readonly #card = byId('card', HTMLButtonElement);
  readonly #timeScale = byId('time-scale', HTMLSelectElement);
  #state: ModuleState | undefined;

  constructor() {
    const changeSignal = (): void => {
      const level = this.#isUnknown.checked ? UNKNOWN : this.#signal.valueAsNumber;
      this.#showSignal(level);
      this.#signalControl.send({ level });
    };
    this.#signal.addEventListener('input', () => {
      this.#isUnknown.checked = false;
      changeSignal();
    });
    this.#isUnknown.addEventListener('input', changeSignal);
    this.#power.addEventListener('click', () => void control('power', { isOn: this.#state?.power === 'off' }));
    this.#card.addEventListener('click', () => void control('card', { isInserted: this.#state?.isCardInserted === false }));
    this.#timeScale.addEventListener('change', () => void control('time', { scale: Number(this.#timeScale.value) }));
  }

  take(event: PageEvent): void {
    if (event.type !== 'snapshot' && event.type !== 'state') return;
    const { state } = event;
    // Not while it is being moved: what comes back then is older than where the hand is.
    if (!this.#signalControl.isBusy) this.#showSignal(state.signal);
    this.#state = state;
    this.#power.textContent = state.power === 'off' ? 'Switch on' : 'Cut power';
    this.#card.textContent = state.isCardInserted ? 'Pull SIM card' : 'Insert SIM card';
    this.#timeScale.value = String(state.timeScale);
  }

  #showSignal(level: number): void {
    this.#isUnknown.checked = level === UNKNOWN;
    if (level !== UNKNOWN) this.#signal.valueAsNumber = level;
    this.#signal.setAttribute('aria-valuetext', signalText(level));
    this.#signalText.textContent = signalText(level);
  }
}
