import type { FaultCard, PageEvent } from '../protocol.js';
import { control } from './control.js';
import { byId, element } from './dom.js';
import { FaultDetails } from './fault-details.js';
import type { View } from './view.js';

/** All faults to press, layer by layer from the wire outwards. One that lasts is lifted by another press. */
export class FaultMap implements View {
  readonly #map = byId('fault-map', HTMLDivElement);
  readonly #filter = byId('fault-filter', HTMLInputElement);
  readonly #details = new FaultDetails((fault) => this.#inject(fault));
  readonly #buttons = new Map<string, HTMLButtonElement>();
  #isDrawn = false;

  constructor() {
    this.#filter.addEventListener('input', () => this.#showMatching());
    byId('faults-lift', HTMLButtonElement).addEventListener('click', () => void control('lift-all'));
  }

  take(event: PageEvent): void {
    if (event.type === 'snapshot' && !this.#isDrawn) this.#draw(event.about.faults);
    if (event.type === 'snapshot' || event.type === 'state') this.#showActive(event.state.activeFaults);
  }

  #draw(faults: readonly FaultCard[]): void {
    this.#isDrawn = true;
    for (const layer of new Set(faults.map((fault) => fault.layer))) {
      const buttons = faults.filter((fault) => fault.layer === layer).map((fault) => this.#button(fault));
      const title = element('h3', { textContent: layer });
      this.#map.append(element('div', { className: 'layer', role: 'group', ariaLabel: layer }, title, ...buttons));
    }
  }

  #button(fault: FaultCard): HTMLButtonElement {
    const button = element('button', { textContent: fault.name, title: fault.title, className: `fault ${fault.span}` });
    if (fault.span !== 'instant') button.ariaPressed = 'false';
    button.addEventListener('click', () => this.#press(fault, button));
    button.addEventListener('focus', () => this.#details.show(fault));
    button.addEventListener('pointerenter', () => this.#details.show(fault));
    this.#buttons.set(fault.name, button);
    return button;
  }

  #press(fault: FaultCard, button: HTMLButtonElement): void {
    this.#details.show(fault);
    if (button.ariaPressed === 'true') void control('lift', { name: fault.name });
    else this.#inject(fault);
  }

  #inject(fault: FaultCard): void {
    void control('inject', { name: fault.name, options: this.#details.optionsOf(fault) });
  }

  #showActive(active: readonly string[]): void {
    for (const [name, button] of this.#buttons) {
      if (button.ariaPressed !== null) button.ariaPressed = String(active.includes(name));
    }
  }

  #showMatching(): void {
    const wanted = this.#filter.value.toLowerCase();
    for (const button of this.#buttons.values()) {
      button.hidden = !`${button.textContent} ${button.title}`.toLowerCase().includes(wanted);
    }
  }
}
