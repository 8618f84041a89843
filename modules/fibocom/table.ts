import type { Command, Urc } from '../at/command.js';
import { nameTable } from '../at/line/names.js';
import { standardCommands, standardUrcs } from '../cellular/table.js';
import * as device from './device.js';
import * as mqtt from './mqtt.js';
import * as network from './network.js';
import * as tls from './tls.js';
import * as urc from './urcs.js';

/**
 * Every command that driver and simulator share, in the order of the reference page. Rows of one name and form differ by
 * their arguments, and the first whose arguments fit is meant.
 */
export const commands: readonly Command[] = [
  ...standardCommands,
  device.sleepMode,
  device.simIdentity,
  network.dataCallQuery,
  network.dial,
  network.hangUp,
  network.synchroniseTime,
  mqtt.mqttUser,
  mqtt.mqttUserQuery,
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
  ...standardUrcs,
  urc.atReady,
  urc.simReady,
  urc.simDropped,
  urc.simChanged,
  urc.dataCallChanged,
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
];

/** By these the driver recognises lines. */
export const names = nameTable({ commands, urcs });
