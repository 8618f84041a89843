/** The outbox in flash for Espruino, beside cellnode itself: readings that survive the loss of power. */
export { espruinoFlash } from './ports/espruino/flash.js';
export { flashRegion } from './telemetry/journal/flash-region.js';
export { JournalOutbox } from './telemetry/journal/journal-outbox.js';
export { recordFor, TimeBase } from './telemetry/outbox.js';
