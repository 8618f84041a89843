import type { PdpContext } from './cellular/pdp-contexts.js';
import type { SettingsMemory, SettingValue } from './line/settings.js';
import { MessageStore } from './handset/messages/message-store.js';

/** What the module keeps without power: all else is forgotten with each reboot. */
export class NonVolatileMemory implements SettingsMemory {
  /** Stored by `AT&W`. */
  settings: ReadonlyMap<string, readonly SettingValue[]> = new Map();
  /** Defined by `AT+CGDCONT`, by their number. */
  readonly contexts = new Map<number, PdpContext>();
  readonly messages = new MessageStore(100);
}
