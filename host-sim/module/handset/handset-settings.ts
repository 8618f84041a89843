import type { Setting } from '../line/settings.js';
import { MESSAGE_SETTINGS } from './messages/message-parameters.js';
import { CALL_SERVICE_SETTINGS } from './services/call-services.js';
import { INDICATOR_PARAMETERS } from './services/indicators.js';
import { PHONE_PARAMETERS } from './services/phone-commands.js';
import { PHONEBOOK_SETTINGS } from './services/phonebook.js';
import { SERVICE_SETTINGS } from './services/supplementary-services.js';

/** What the commands of a telephone set. */
export const HANDSET_SETTINGS: readonly Setting[] = [
  ...PHONE_PARAMETERS,
  ...PHONEBOOK_SETTINGS,
  ...CALL_SERVICE_SETTINGS,
  ...INDICATOR_PARAMETERS,
  ...SERVICE_SETTINGS,
  ...MESSAGE_SETTINGS,
];
