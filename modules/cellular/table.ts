import type { Command, Urc } from '../at/command.js';
import * as device from './device.js';
import * as messages from './messages.js';
import * as network from './network.js';
import * as sim from './sim.js';
import * as urc from './urcs.js';

/** The standards' commands that driver and simulator share, in the order of the reference page. */
export const standardCommands: readonly Command[] = [
  device.attention,
  device.echo,
  device.errorFormat,
  device.errorFormatQuery,
  device.functionality,
  device.functionalityQuery,
  device.lineRate,
  device.flowControl,
  device.batteryCharge,
  device.serialNumber,
  device.model,
  device.revision,
  sim.simState,
  sim.enterPin,
  sim.pinTries,
  messages.messageFormat,
  messages.messageFormatQuery,
  messages.messageRouting,
  messages.messageRoutingQuery,
  messages.serviceTexts,
  network.signalQuality,
  network.signalQualityQuery,
  network.extendedSignalQuality,
  network.operatorQuery,
  network.registrationQueryCs,
  network.registrationReportsCs,
  network.registrationQueryPacket,
  network.registrationReportsPacket,
  network.registrationQueryEps,
  network.registrationReportsEps,
  network.clockQuery,
  network.powerSavingMode,
  network.edrxSetting,
];

/** The unsolicited result codes of the standards. */
export const standardUrcs: readonly Urc[] = [
  urc.registrationChanged,
  urc.packetRegistrationChanged,
  urc.epsRegistrationChanged,
  urc.messageDelivered,
  urc.broadcastDelivered,
  urc.reportDelivered,
  urc.serviceText,
];
