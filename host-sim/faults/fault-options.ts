import { FaultError } from './fault-error.js';

/** What a fault can be told, with what it takes when it is not. */
export type OptionSpecification = NumberOption | ChoiceOption | TextOption;

/** An option of a fault that is a number. */
export interface NumberOption {
  /** Tells it from the other kinds. */
  readonly kind: 'number';
  /** Unique within its fault. */
  readonly name: string;
  /** What holds where it is left out. */
  readonly initial: number;
  /** The least that is taken. */
  readonly minimum: number;
  /** The most that is taken. */
  readonly maximum: number;
  /** What it is and in which unit, for help and documentation. */
  readonly meaning: string;
}

/** An option of a fault that is one of some words. */
export interface ChoiceOption {
  /** Tells it from the other kinds. */
  readonly kind: 'choice';
  /** Unique within its fault. */
  readonly name: string;
  /** What holds where it is left out: one of {@link choices}. */
  readonly initial: string;
  /** What is taken, and nothing else. */
  readonly choices: readonly string[];
  /** What it is, for help and documentation. */
  readonly meaning: string;
}

/** An option of a fault that is a text. */
export interface TextOption {
  /** Tells it from the other kinds. */
  readonly kind: 'text';
  /** Unique within its fault. */
  readonly name: string;
  /** What holds where it is left out. */
  readonly initial: string;
  /** What it is, for help and documentation. */
  readonly meaning: string;
  /** What it must look like; anything will do where this is absent. */
  readonly pattern?: RegExp;
}

/** As a caller gives them; numbers may come as text, as from a command line. */
export type FaultOptions = Readonly<Record<string, number | string>>;

export function number(name: string, initial: number, minimum: number, maximum: number, meaning: string): OptionSpecification {
  return { kind: 'number', name, initial, minimum, maximum, meaning };
}

export function choice(name: string, choices: readonly string[], meaning: string): OptionSpecification {
  return { kind: 'choice', name, initial: choices[0], choices, meaning };
}

export function text(name: string, initial: string, meaning: string, pattern?: RegExp): OptionSpecification {
  return { kind: 'text', name, initial, meaning, pattern };
}

/** The options of one injection: all that the fault has, checked. */
export class FaultValues {
  readonly #values = new Map<string, number | string>();

  /**
   * @throws FaultError `unknown-option` for one that the fault does not have, `bad-option` for a value outside its bounds.
   */
  constructor(fault: string, specifications: readonly OptionSpecification[], options: FaultOptions) {
    for (const specification of specifications) {
      const given = options[specification.name];
      this.#values.set(specification.name, given === undefined ? specification.initial : checked(fault, specification, given));
    }
    const unknown = Object.keys(options).find((name) => !this.#values.has(name));
    if (unknown === undefined) return;
    const known = specifications.map(({ name }) => name).join(', ') || 'none';
    throw new FaultError('unknown-option', `${fault}: no option ${JSON.stringify(unknown)}; its options: ${known}`);
  }

  /** The value of a number's option, or its initial one. */
  number(name: string): number {
    return Number(this.#values.get(name));
  }

  /** The value of a text's or a choice's option, or its initial one. */
  text(name: string): string {
    return String(this.#values.get(name));
  }
}

function checked(fault: string, specification: OptionSpecification, given: number | string): number | string {
  const refusal = (bound: string): FaultError =>
    new FaultError('bad-option', `${fault}: ${specification.name} is ${bound}, not ${JSON.stringify(given)}`);
  switch (specification.kind) {
    case 'number': {
      const { minimum, maximum } = specification;
      const value = typeof given === 'string' && given.trim() === '' ? NaN : Number(given);
      if (!(value >= minimum && value <= maximum)) throw refusal(`a number from ${minimum} to ${maximum}`);
      return value;
    }
    case 'choice': {
      const { choices } = specification;
      if (!choices.includes(String(given))) throw refusal(`one of ${choices.join(', ')}`);
      return given;
    }
    case 'text': {
      const { pattern, initial } = specification;
      if (pattern?.test(String(given)) === false) throw refusal(`written as ${initial}`);
      return String(given);
    }
  }
}
