import { TIME_PARAMETERS } from './cellular/network-time.js';
import { OPERATOR_SETTINGS } from './cellular/operator-commands.js';
import { PACKET_PARAMETERS } from './cellular/packet-commands.js';
import { POWER_SAVING_SETTINGS } from './cellular/power-saving-commands.js';
import { REGISTRATION_SETTINGS } from './cellular/registration-commands.js';
import { HANDSET_SETTINGS } from './handset/handset-settings.js';
import { BASIC_PARAMETERS } from './line/basic-parameters.js';
import type { Setting } from './line/settings.js';
import { TERMINAL_PARAMETERS } from './line/terminal.js';
import type { Profile } from './profile.js';

/** Every setting that a command can change, as the factory has it; the profile's come last and win. */
export function factorySettings(profile: Profile): readonly Setting[] {
  return [
    ...BASIC_PARAMETERS,
    ...TERMINAL_PARAMETERS,
    { name: '+CMEE', initial: [profile.errorFormat] },
    ...REGISTRATION_SETTINGS,
    ...POWER_SAVING_SETTINGS,
    ...OPERATOR_SETTINGS,
    ...PACKET_PARAMETERS,
    ...TIME_PARAMETERS,
    ...HANDSET_SETTINGS,
    { name: '+CMGF', initial: [profile.messageFormatAtBoot] },
    { name: '+CNMI', initial: profile.messageRoutingAtBoot },
  ];
}
