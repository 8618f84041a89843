import type { PageEvent } from '../protocol.js';

/** A part of the page: it shows what it is told, whether that happens now or happened once. */
export interface View {
  take(event: PageEvent): void;
}
