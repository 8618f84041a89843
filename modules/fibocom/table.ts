import type { Command, Urc } from '../at/command.js';
import { nameTable } from '../at/line-names.js';
import * as device from './device.js';
import * as messages from './messages.js';
import * as mqtt from './mqtt.js';
import * as network from './network.js';
import * as sim from './sim.js';
import * as tls from './tls.js';
import * as urc from './urcs.js';

/**
 * Every command that driver and simulator share, in the order of the reference page. Rows of one name and form differ by
 * their arguments, and the first whose arguments fit is meant.
 */
export const commands: readonly Command[] = [
  device.attention,
  device.echo,
  device.errorFormat,
  device.errorFormatQuery,
  device.functionality,
  device.functionalityQuery,
  device.lineRate,
  device.flowControl,
  device.sleepMode,
  device.serialNumber,
  device.model,
  device.revision,
  sim.simState,
  sim.enterPin,
  sim.pinTries,
  sim.simIdentity,
  messages.messageFormat,
  messages.messageFormatQuery,
  messages.messageRouting,
  messages.messageRoutingQuery,
  messages.serviceTexts,
  network.signalQuality,
  network.signalQualityQuery,
  network.operatorQuery,
  network.registrationQueryCs,
  network.registrationReportsCs,
  network.registrationQueryPacket,
  network.registrationReportsPacket,
  network.registrationQueryEps,
  network.registrationReportsEps,
  network.dataCallQuery,
  network.dial,
  network.hangUp,
  network.synchroniseTime,
  network.clockQuery,
  network.powerSavingMode,
  network.extendedReception,
  mqtt.mqttUser,
  mqtt.mqttWill,
  mqtt.mqttWillLength,
  mqtt.mqttOpen,
  mqtt.mqttSubscribe,
  mqtt.mqttUnsubscribe,
  mqtt.mqttPublish,
  mqtt.mqttPublishLength,
  mqtt.mqttClose,
  mqtt.mqttReceiveMode,
  mqtt.mqttRead,
  tls.tlsVersion,
  tls.tlsVersionQuery,
  tls.tlsVerification,
  tls.tlsVerificationQuery,
  tls.tlsFile,
  tls.tlsError,
];

/** Every unsolicited result code. */
export const urcs: readonly Urc[] = [
  urc.atReady,
  urc.simReady,
  urc.simDropped,
  urc.simChanged,
  urc.registrationChanged,
  urc.packetRegistrationChanged,
  urc.epsRegistrationChanged,
  urc.dataCall,
  urc.timeSynchronised,
  urc.mqttOpened,
  urc.mqttSubscribed,
  urc.mqttUnsubscribed,
  urc.mqttPublished,
  urc.mqttClosed,
  urc.mqttMessage,
  urc.mqttMessageWaiting,
  urc.mqttBroken,
  urc.mqttLost,
  urc.messageDelivered,
  urc.broadcastDelivered,
  urc.reportDelivered,
  urc.serviceText,
];

/** By these the driver recognises lines. */
export const names = nameTable({ commands, urcs });
