import type { FaultCard } from '../protocol.js';
import { byId, element } from './dom.js';

type Option = FaultCard['options'][number];
type Values = Map<string, string>;

/** What the fault that is pointed at does, and its options, which stay as they were set. */
export class FaultDetails {
  readonly #form = byId('fault-details', HTMLFormElement);
  readonly #values = new Map<string, Values>();
  #shown: FaultCard | undefined;

  constructor(inject: (fault: FaultCard) => void) {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.#shown !== undefined) inject(this.#shown);
    });
  }

  show(fault: FaultCard): void {
    // While an option is typed, the pointer may rest anywhere.
    const isTyped = document.activeElement?.matches('#fault-details :is(input, select)');
    if (fault === this.#shown || isTyped) return;
    this.#shown = fault;
    const values = this.#valuesOf(fault);
    const options = fault.options.map((option) => this.#option(option, values));
    const again = options.length > 0 ? [element('button', { textContent: 'Inject with these' })] : [];
    const title = element('strong', { textContent: fault.title });
    this.#form.replaceChildren(element('p', {}, title, ` · ${SPANS[fault.span]}`), ...options, ...again);
  }

  /** As they are set; those that were left alone are left out. */
  optionsOf(fault: FaultCard): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#valuesOf(fault));
  }

  #valuesOf(fault: FaultCard): Values {
    const values = this.#values.get(fault.name) ?? new Map<string, string>();
    this.#values.set(fault.name, values);
    return values;
  }

  #option(option: Option, values: Values): HTMLElement {
    const field = option.kind === 'choice' ? choice(option.choices) : element('input', { type: option.kind });
    if (option.kind === 'number' && field instanceof HTMLInputElement) {
      Object.assign(field, { min: String(option.minimum), max: String(option.maximum), step: 'any' });
    }
    field.value = values.get(option.name) ?? String(option.initial);
    field.addEventListener('input', () => values.set(option.name, field.value));
    return element('label', {}, `${option.name} `, field, element('small', { textContent: ` ${option.meaning}` }));
  }
}

const SPANS: Readonly<Record<FaultCard['span'], string>> = {
  instant: 'happens at once',
  lasting: 'lasts until it is lifted',
  once: 'waits for its occasion',
};

function choice(choices: readonly string[]): HTMLSelectElement {
  return element('select', {}, ...choices.map((value) => element('option', { value, textContent: value })));
}
