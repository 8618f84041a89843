import type { HostMemory } from '../../modules/ports/host-memory.js';

/** In which no slot of the module is in doubt, and of TLS files nothing is known. */
export const SETTLED = ' ';

/** What outlives a host's restart. */
export class TextMemory implements HostMemory {
  constructor(public text = '') {}

  read(): string {
    return this.text;
  }

  write(text: string): void {
    this.text = text;
  }
}
