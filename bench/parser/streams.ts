import * as device from '../../modules/cellular/device.js';
import * as network from '../../modules/cellular/network.js';
import * as sim from '../../modules/cellular/sim.js';
import { simIdentity } from '../../modules/fibocom/device.js';
import { mqttRead } from '../../modules/fibocom/mqtt.js';
import { dataCallQuery } from '../../modules/fibocom/network.js';
import type { Request } from './parser.js';
import { type Said, type Stream, stream } from './stream.js';

const TOPIC = 'node/data';
const OK = '\r\nOK\r\n';
/** Several in a row, so that they lie differently in the reads. */
const IN_A_ROUND = 16;

function framed(text: string): string {
  return `\r\n${text}\r\n`;
}

/** Telemetry of that many bytes. */
function telemetry(length: number): string {
  return `{"temperature":21.5,"note":"${'x'.repeat(length - 30)}"}`;
}

const SHORT = [
  '+CGREG: 1,"1A2B","00C3D4E5",7',
  '+CREG: 5',
  '+MQTTPUB: 1,1',
  '+MQTTMSGI: 2,1,9,700',
  '+CEREG: 1,"1A2B","00C3D4E5",7',
  '+SIM READY',
  '+MIPNTP: 1',
  '+MQTTSUB: 1,1',
];

function shortUrcs(): Stream {
  return stream('short URCs', SHORT.length, [{ text: SHORT.map(framed).join('') }]);
}

function pushed(length: number): Stream {
  const message = framed(`+MQTTMSG: 1,1,"${TOPIC}","${telemetry(length)}"`);
  return stream(`+MQTTMSG of ${length} bytes`, IN_A_ROUND, [{ text: message.repeat(IN_A_ROUND) }]);
}

/** An answer is a message and a final result. */
function fetched(length: number): Stream {
  const request: Request = { command: mqttRead, values: [1] };
  const reply = framed(`+MQTTREAD: 1,1,${TOPIC.length},${length},"${TOPIC}","${telemetry(length)}"`);
  const said = Array.from({ length: IN_A_ROUND }, () => ({ request, text: reply + OK }));
  return stream(`AT+MQTTREAD of ${length} bytes`, 2 * IN_A_ROUND, said);
}

/** As the module of the guide answers from its start to its address. */
function bringUp(): Stream {
  const registration = '2,1,"1A2B","00C3D4E5",7';
  const said: readonly Said[] = [
    { text: framed('AT command ready') + framed('+SIM READY') },
    answered({ command: device.attention, values: [] }),
    answered({ command: device.errorFormat, values: [1] }),
    answered({ command: device.errorFormatQuery, values: [] }, '+CMEE: 1'),
    answered({ command: device.functionalityQuery, values: [] }, '+CFUN: 1'),
    answered({ command: device.model, values: [] }, 'MC669-CN'),
    answered({ command: device.revision, values: [] }, '18001.1000.00.01.01.01'),
    answered({ command: device.serialNumber, values: [] }, '866123040012345'),
    answered({ command: sim.simState, values: [] }, '+CPIN: READY'),
    answered({ command: simIdentity, values: [] }, '+CCID: 89860000000000000000'),
    answered({ command: network.signalQuality, values: [] }, '+CSQ: 21,99'),
    answered({ command: network.registrationReportsEps, values: [2] }),
    answered({ command: network.registrationQueryEps, values: [] }, `+CEREG: ${registration}`),
    answered({ command: network.registrationQueryPacket, values: [] }, `+CGREG: ${registration}`),
    answered({ command: network.registrationQueryCs, values: [] }, `+CREG: ${registration}`),
    { text: framed('+CGREG: 1,"1A2B","00C3D4E5",7') },
    answered({ command: network.operatorQuery, values: [] }, '+COPS: 0,0,"CHN-UNICOM",7'),
    answered({ command: dataCallQuery, values: [] }, '+MIPCALL: 1,10.217.202.45'),
    answered({ command: network.clockQuery, values: [] }, '+CCLK: "26/09/04,15:17:41+32"'),
  ];
  const lines = said.reduce((sum, { text }) => sum + text.split('\r\n').filter((line) => line !== '').length, 0);
  return stream('a bring-up', lines, said);
}

function answered(request: Request, reply?: string): Said {
  return { request, text: (reply === undefined ? '' : framed(reply)) + OK };
}

function unknownLines(): Stream {
  return stream('a storm of unknown lines', IN_A_ROUND, [{ text: framed(`+XYZ: 1,"${'y'.repeat(40)}"`).repeat(IN_A_ROUND) }]);
}

/** Made anew by each call. */
export function streams(): readonly Stream[] {
  return [shortUrcs(), pushed(100), pushed(1000), fetched(1000), bringUp(), unknownLines()];
}
