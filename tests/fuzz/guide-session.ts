import type { Command } from '../../modules/at/command.js';
import type { AnyValues } from '../../modules/at/field.js';
import { attention, echo, errorFormat } from '../../modules/cellular/device.js';
import {
  mqttClose,
  mqttOpen,
  mqttPublish,
  mqttPublishLength,
  mqttRead,
  mqttReceiveMode,
  mqttSubscribe,
  mqttUnsubscribe,
  mqttUser,
  mqttWill,
} from '../../modules/fibocom/mqtt.js';
import { operatorQuery, registrationQueryPacket, signalQuality } from '../../modules/cellular/network.js';
import { dial } from '../../modules/fibocom/network.js';
import { simState } from '../../modules/cellular/sim.js';
import { tlsFile, tlsVersion, tlsVersionQuery } from '../../modules/fibocom/tls.js';

export interface Call {
  readonly command: Command;
  readonly values: AnyValues;
  /** What is sent after the prompt. */
  readonly data?: string;
}

const PAYLOAD = '"quoted",\r\nOK\r\n\x1a\x1b\xff';
const CERTIFICATE = `-----BEGIN CERTIFICATE-----\r\n${'M'.repeat(400)}\r\nOK\r\n-----END CERTIFICATE-----\r\n`;

/** The guide's sessions (§3.1, §4.1, §4.2.1), as the driver has them. */
export const GUIDE_SESSION: readonly Call[] = [
  { command: attention, values: [] },
  { command: errorFormat, values: [1] },
  { command: simState, values: [] },
  { command: signalQuality, values: [] },
  { command: operatorQuery, values: [] },
  { command: registrationQueryPacket, values: [] },
  { command: dial, values: [1, 'CMNET'] },
  { command: tlsVersionQuery, values: [] },
  { command: tlsVersion, values: [4] },
  { command: tlsFile, values: ['TRUSTFILE', CERTIFICATE.length], data: CERTIFICATE },
  { command: echo, values: [0] },
  { command: mqttReceiveMode, values: [1] },
  { command: mqttUser, values: [1, 'MC66x/test1', 'LeKH43ojsvwzlNS15EGImf5JIuPkCv9cPnu1DQUxGOk='] },
  { command: mqttWill, values: [1, 'test1', 0, 0, 'disconnect unexpectly'] },
  { command: mqttOpen, values: [1, 'MC66x.mqtt.iot.bj.baidubce.com', 1883, 0, 60] },
  { command: mqttSubscribe, values: [1, 'test1', 0] },
  { command: mqttPublish, values: [1, 'test1', 0, 0, '123'] },
  { command: mqttPublishLength, values: [1, 'test1', 1, 0, PAYLOAD.length], data: PAYLOAD },
  { command: mqttRead, values: [1] },
  { command: mqttUnsubscribe, values: [1, 'test1'] },
  { command: mqttClose, values: [1] },
];
