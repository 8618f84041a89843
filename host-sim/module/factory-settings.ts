import { INDICATOR_PARAMETERS } from './cellular/indicators.js';
import { TIME_PARAMETERS } from './cellular/network-time.js';
import { OPERATOR_SETTINGS } from './cellular/operator-commands.js';
import { PACKET_PARAMETERS } from './cellular/packet-commands.js';
import { PHONE_PARAMETERS } from './cellular/phone-commands.js';
import { REGISTRATION_SETTINGS } from './cellular/registration-commands.js';
import { SERVICE_SETTINGS } from './cellular/supplementary-services.js';
import { BASIC_PARAMETERS } from './line/basic-parameters.js';
import type { Setting } from './line/settings.js';
import { TERMINAL_PARAMETERS } from './line/terminal.js';
import type { Profile } from './profile.js';
import { MESSAGE_SETTINGS } from './sms/message-parameters.js';

/** Every setting that a command can change, as the factory has it; the profile's come last and win. */
export function factorySettings(profile: Profile): readonly Setting[] {
  return [
    ...BASIC_PARAMETERS,
    ...TERMINAL_PARAMETERS,
    { name: '+CMEE', initial: [profile.errorFormat] },
    ...REGISTRATION_SETTINGS,
    ...OPERATOR_SETTINGS,
    ...PACKET_PARAMETERS,
    ...TIME_PARAMETERS,
    ...PHONE_PARAMETERS,
    ...INDICATOR_PARAMETERS,
    ...SERVICE_SETTINGS,
    ...MESSAGE_SETTINGS,
    { name: '+CMGF', initial: [profile.messageFormatAtBoot] },
    { name: '+CNMI', initial: profile.messageRoutingAtBoot },
  ];
}
