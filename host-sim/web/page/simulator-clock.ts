import type { PageEvent } from '../protocol.js';

/** The simulator's time as the page knows it: that of the last event, and what has passed since at the simulator's pace. */
export class SimulatorClock {
  /** How much faster a recorded session is shown than it happened; 0 stands still. */
  pace = 1;
  #time = 0;
  #heardAt = performance.now();
  #scale = 1;

  take(event: PageEvent): void {
    this.#time = event.time;
    this.#heardAt = performance.now();
    if (event.type === 'snapshot' || event.type === 'state') this.#scale = event.state.timeScale;
  }

  now(): number {
    return this.#time + (performance.now() - this.#heardAt) * this.#scale * this.pace;
  }
}
