import { type Answer, answer, answerAnnounced, answerAnyLength } from './scripted-module.js';

/** What the module answers to a driver that goes from power-on to an address and to a connection in each slot. */
export const TOPIC = 'node/data';
export const LAST_TOPIC = 'node/last';
export const HOST = 'broker.example.com';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const PROMPT = '\r\n> ';

export type ReceiveMode = 'read' | 'push';

function line(text: string): string {
  return `\r\n${text}\r\n`;
}

export function scriptBringUp(): void {
  for (const command of ['AT', 'ATE0', 'AT+CMEE=1', 'AT+CMGF=0', 'AT+CNMI=2,0,0,0,0', 'AT+CUSD=0']) answer(command, OK);
  answer('AT+CMEE?', line('+CMEE: 1') + OK);
  answer('AT+CMGF?', line('+CMGF: 0') + OK);
  answer('AT+CNMI?', line('+CNMI: 2,0,0,0,0') + OK);
  answer('AT+CFUN?', line('+CFUN: 1') + OK);
  answer('AT+CGMM', line('MC665-CN') + OK);
  answer('AT+CGMR', line('19006.1000.00.01.01.07') + OK);
  answer('AT+CGSN', line('864714060000123') + OK);
  answer('AT+CPIN?', line('+CPIN: READY') + OK);
  answer('AT+CCID', line('+CCID: 89860000000000000000') + OK);
  for (const command of ['AT+CMGF=0', 'AT+CNMI=2,0,0,0,0', 'AT+CUSD=0']) answer(command, OK);
  answer('AT+CMGF?', line('+CMGF: 0') + OK);
  answer('AT+CNMI?', line('+CNMI: 2,0,0,0,0') + OK);
  answer('AT+CSQ', line('+CSQ: 21,99') + OK);
  for (const name of ['+CEREG', '+CGREG', '+CREG']) {
    answer(`AT${name}=2`, OK);
    answer(`AT${name}?`, line(`${name}: 2,1,"1A2B","00C3D4E5",7`) + OK);
  }
  answer('AT+COPS?', line('+COPS: 0,0,"CHN-UNICOM",7') + OK);
  answer('AT+MIPCALL?', line('+MIPCALL: 1,10.217.202.45') + OK);
  answer('AT+MIPCALL=0', OK + line('+MIPCALL: 0'));
  answer('AT+CCLK?', line('+CCLK: "26/09/04,15:17:41+32"') + OK);
  for (const slot of [1, 2]) scriptSlot(slot);
}

export function scriptReceiveMode(mode: ReceiveMode): void {
  answer('AT+MQTTCONF=1', mode === 'read' ? OK : ERROR);
}

/** A module that has just been powered up, and takes one file. */
export function scriptTls(length: number): void {
  answer('AT+GTSSLVER?', line('+GTSSLVER: 0') + OK);
  answer('AT+GTSSLMODE?', line('+GTSSLMODE: 0') + OK);
  answer(`AT+GTSSLFILE="TRUSTFILE",${length}`, PROMPT, length, OK);
  answer('AT+GTSSLMODE=1', OK);
  answer('AT+GTSSLVER=4', OK);
}

function scriptSlot(slot: number): void {
  answer(`AT+MQTTUSER=${slot},"","","node-${slot}"`, OK);
  answer(`AT+MQTTWILL=${slot},"status",0,0,"offline"`, OK);
  answer(`AT+MQTTOPEN=${slot},"${HOST}",1883,1,60`, OK + line(`+MQTTOPEN: ${slot},1`));
  answer(`AT+MQTTSUB=${slot},"${TOPIC}",1`, OK + line(`+MQTTSUB: ${slot},1`));
  answer(`AT+MQTTCLOSE=${slot}`, OK + line(`+MQTTCLOSE: ${slot},1`));
  answerAnnounced(`AT+MQTTREAD=${slot}`, '');
}

/** Messages that can be announced with {@link scriptAnnouncement}, and then wait in the module. */
export function scriptFetch(slot: number, payload: string): Answer {
  return answerAnnounced(`AT+MQTTREAD=${slot}`, line(`+MQTTREAD: ${lengths(slot, payload)},"${TOPIC}","${payload}"`) + OK);
}

export function scriptAnnouncement(slot: number, payload: string): string {
  return line(`+MQTTMSGI: ${lengths(slot, payload)}`);
}

function lengths(slot: number, payload: string): string {
  return `${slot},1,${TOPIC.length},${payload.length}`;
}

export function scriptPublish(qos: number, length: number): void {
  answer(`AT+MQTTPUB=1,"${TOPIC}",${qos},0,${length}`, PROMPT, length, OK + completion(1));
}

/** A sensor node's connection in slot 1, and all that it publishes. */
export function scriptNode(prefix: string, id: string): void {
  answer(`AT+MQTTUSER=1,"","","${id}"`, OK);
  answer(`AT+MQTTWILL=1,"${prefix}/status",1,1,"offline"`, OK);
  answer(`AT+MQTTOPEN=1,"${HOST}",1883,0,60`, OK + line('+MQTTOPEN: 1,1'));
  answer(`AT+MQTTSUB=1,"${prefix}/command",1`, OK + line('+MQTTSUB: 1,1'));
  answer(`AT+MQTTPUB=1,"${prefix}/status",1,1,"online"`, OK + completion(1));
  answerAnyLength(`AT+MQTTPUB=1,"${prefix}/backlog",1,0,`, PROMPT, OK + completion(1));
  answerAnyLength(`AT+MQTTPUB=1,"${prefix}/readings",1,0,`, PROMPT, OK + completion(1));
  answer(`AT+MQTTPUB=1,"${prefix}/status",1,1,"offline"`, OK + completion(1));
  for (const topic of ['event', 'health', 'response']) answerAnyLength(`AT+MQTTPUB=1,"${prefix}/${topic}",1,0,`, PROMPT, OK + completion(1));
  answer('AT+CESQ', line('+CESQ: 99,99,255,255,20,41') + OK);
  answer('AT+CBC', line('+CBC: 0,80,3800') + OK);
}

/** A command that can be announced to such a node. */
export function scriptCommand(prefix: string, payload: string): Answer {
  const topic = `${prefix}/command`;
  return answerAnnounced('AT+MQTTREAD=1', line(`+MQTTREAD: 1,1,${topic.length},${payload.length},"${topic}","${payload}"`) + OK);
}

export function scriptCommandAnnouncement(prefix: string, payload: string): string {
  return line(`+MQTTMSGI: 1,1,${`${prefix}/command`.length},${payload.length}`);
}

/** In slot 2, where nothing completes until the window's last message has come, which goes to {@link LAST_TOPIC}. */
export function scriptWindow(length: number, size: number): void {
  answer(`AT+MQTTPUB=2,"${TOPIC}",1,0,${length}`, PROMPT, length, OK);
  answer(`AT+MQTTPUB=2,"${LAST_TOPIC}",1,0,${length}`, PROMPT, length, OK + completion(2).repeat(size));
}

function completion(slot: number): string {
  return line(`+MQTTPUB: ${slot},1`);
}

export function scriptQuotedPublish(qos: number, payload: string): void {
  answer(`AT+MQTTPUB=1,"${TOPIC}",${qos},0,"${payload}"`, OK + completion(1));
}

export function pushedMessage(payload: string): string {
  return line(`+MQTTMSG: 1,1,"${TOPIC}","${payload}"`);
}
