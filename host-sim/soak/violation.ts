/** What must hold all the time; `docs/soak.md` says of each what it means. */
export type Invariant =
  | 'nothing-lost'
  | 'every-sample'
  | 'no-repeats'
  | 'order'
  | 'alarms-first'
  | 'right-dates'
  | 'own-answers'
  | 'settled-slots'
  | 'bounded-memory'
  | 'true-status'
  | 'keep-alive-probes'
  | 'backs-off'
  | 'own-trust'
  | 'fed-by-progress'
  | 'settings-obeyed'
  | 'commands-act-once'
  | 'messages-intact'
  | 'true-health'
  | 'publishing-again'
  | 'no-exception';

export interface Violation {
  readonly invariant: Invariant;
  readonly detail: string;
  /** Milliseconds since the seed's start. */
  readonly at: number;
}

/** Told by whoever watches an invariant. */
export type OnViolation = (invariant: Invariant, detail: string) => void;
