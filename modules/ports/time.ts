/**
 * Time as the driver sees it. Injected, so that the same driver runs in real time on a device and in virtual time in a
 * simulation.
 */
export interface Time {
  /** Milliseconds from an arbitrary start; never goes back. */
  now(): number;
  /** Makes an alarm that calls `callback` from a turn of its own. Made once, armed as often as wanted. */
  alarm(callback: () => void): Alarm;
}

/**
 * A one-shot timer that can be armed again for ever. Hosts whose timers are objects reuse the one object, so that a deadline
 * for each command allocates nothing.
 */
export interface Alarm {
  /**
   * Calls back once, `delay` milliseconds from now; an earlier arming is forgotten. 0 means the next turn, never this one; alarms of a
   * host may take a turn each, in the order of their arming.
   */
  arm(delay: number): void;
  /** Forgets the arming; legal when not armed. */
  disarm(): void;
}
