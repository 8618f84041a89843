import type { Radio } from '../cellular/radio.js';
import type { Sim } from '../cellular/sim.js';
import type { Handler } from '../line/handler.js';
import type { NonVolatileMemory } from '../non-volatile-memory.js';
import type { Runtime } from '../runtime.js';
import { cardHandlers } from './card-files/card-commands.js';
import { messageHandlers } from './messages/message-commands.js';
import { messageSendingHandlers } from './messages/message-sending.js';
import { messageStorageHandlers } from './messages/message-storage-commands.js';
import { Messages } from './messages/messages.js';
import { indicatorHandlers } from './services/indicators.js';
import { callServiceHandlers } from './services/call-services.js';
import { phoneHandlers } from './services/phone-commands.js';
import { phonebookHandlers } from './services/phonebook.js';
import { serviceHandlers } from './services/supplementary-services.js';

/**
 * What the module has of a telephone: short messages, the card's files, a display's indicators, codes to the carrier. The driver
 * uses none of it; modem managers, message daemons and libraries do not take for a modem what has it not.
 */
export class Handset {
  readonly handlers: readonly Handler[];
  readonly #messages: Messages;

  /** `utcNow` is the network's time. */
  constructor(runtime: Runtime, sim: Sim, radio: Radio, memory: NonVolatileMemory, utcNow: () => number) {
    const { settings } = runtime;
    const messages = new Messages(runtime, sim, radio, memory, utcNow);
    this.#messages = messages;
    this.handlers = [
      ...cardHandlers(sim),
      ...phonebookHandlers(sim, settings),
      ...callServiceHandlers(settings),
      ...phoneHandlers(settings, runtime.profile),
      ...indicatorHandlers(runtime, radio, messages),
      ...serviceHandlers(runtime, radio, sim),
      ...messageStorageHandlers(messages, settings),
      ...messageHandlers(messages, settings),
      ...messageSendingHandlers(messages, sim.card, settings),
    ];
  }

  /** The power is gone. */
  stop(): void {
    this.#messages.stop();
  }
}
