import { ModelBroker } from '../../../host-sim/broker/model-broker.js';
import type { ProfileOptions } from '../../../host-sim/module/profile.js';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { AtTrace } from '../../../host-sim/trace/at-trace.js';
import type { TraceEntry } from '../../../host-sim/trace/trace-entry.js';
import type { TrafficDirection } from '../../../host-sim/uart/virtual-uart.js';
import { writeCommand } from '../../../modules/at/send/writer.js';
import { enterPin } from '../../../modules/cellular/sim.js';
import { dial } from '../../../modules/fibocom/network.js';
import { mqttUser } from '../../../modules/fibocom/mqtt.js';
import type { Command } from '../../../modules/at/command.js';
import type { AnyValues } from '../../../modules/at/field.js';
import { ModuleBench } from '../module/module-bench.js';

/** Bytes that went over the line in one piece. */
export interface Run {
  readonly direction: TrafficDirection;
  readonly bytes: Uint8Array;
  readonly time: number;
}

export interface SessionSecrets {
  readonly pin: string;
  readonly apnPassword: string;
  readonly password: string;
  /** PEM text of a private key. */
  readonly key: string;
}

export interface SessionOptions {
  readonly echo: boolean;
  readonly profile?: ProfileOptions;
}

/** Longer than any answer of these sessions. */
const PATIENCE = 10000;

/** What a host and a simulated module say to each other from power-on to a lost connection. */
export function recordSession(secrets: SessionSecrets, { echo, profile }: SessionOptions): readonly Run[] {
  const time = new VirtualTime();
  const broker = new ModelBroker({ time });
  const bench = new ModuleBench({ profile, sim: { pin: secrets.pin } }, time, broker.uplink());
  const runs: Run[] = [];

  function listen(): void {
    bench.time.advance(PATIENCE);
    const said = bench.take();
    if (said !== '') runs.push({ direction: 'from-module', bytes: Buffer.from(said, 'latin1'), time: time.now() });
  }
  function send(bytes: string | Uint8Array): void {
    const sent = Buffer.from(bytes);
    runs.push({ direction: 'to-module', bytes: sent, time: time.now() });
    bench.type(sent);
    listen();
  }
  function sendRow(row: Command, values: AnyValues): void {
    const line = new Uint8Array(2048);
    send(line.subarray(0, writeCommand(row, values, line, 0)));
  }

  bench.module.powerOn();
  listen();
  if (!echo) send('ATE0\r');
  send('AT+CMEE=1\r');
  send('AT+CPIN?\r');
  sendRow(enterPin, [secrets.pin]);
  send('AT+CPIN?\r');
  send('AT+CSQ\r');
  send('AT+CGREG?\r');
  sendRow(dial, [1, 'CMNET', 'me', secrets.apnPassword]);
  send(`AT+GTSSLFILE="KEYFILE",${Buffer.byteLength(secrets.key)}\r`);
  send(secrets.key);
  send('AT+MQTTCONF=1\r');
  sendRow(mqttUser, [1, 'sensor', secrets.password, 'node-1']);
  send('AT+MQTTOPEN=1,"broker.example",1883,1,60\r');
  send('AT+MQTTSUB=1,"readings",1\r');
  send('AT+MQTTPUB=1,"readings",0,0,"plain"\r');
  send('AT+MQTTREAD=1\r');
  send('AT+MQTTPUB=1,"readings",1,0,22\r\n');
  send('\r\nOK\r\nAT+CPIN="\r\n> "\r\n');
  send('AT+MQTTREAD=1\r');
  sendRow(mqttUser, [1, 'sensor', secrets.password]);
  bench.module.slots.break(1, 2);
  listen();
  return runs;
}

/** All entries of a session, its end included. */
export function traced(runs: readonly Run[]): readonly TraceEntry[] {
  const trace = new AtTrace();
  return [...runs.flatMap(({ direction, bytes, time }) => trace.take(direction, bytes, time)), ...trace.end()];
}

/** A session of whole lines: `> ` before what goes to the module, `< ` before what comes from it, without line ends. */
export function scripted(...lines: readonly string[]): readonly Run[] {
  return lines.map((line, index) => {
    const isSent = line.startsWith('> ');
    const text = line.slice(2);
    const bytes = Buffer.from(isSent ? `${text}\r` : `\r\n${text}\r\n`, 'latin1');
    return { direction: isSent ? 'to-module' : 'from-module', bytes, time: index };
  });
}

export function fromModule(text: string, time = 0): Run {
  return { direction: 'from-module', bytes: Buffer.from(text, 'latin1'), time };
}

export function toModule(text: string, time = 0): Run {
  return { direction: 'to-module', bytes: Buffer.from(text, 'latin1'), time };
}

/** An entry in one line, for comparisons. */
export function summary({ direction, kind, text, explanation }: TraceEntry): string {
  return `${direction === 'to-module' ? '>' : '<'} ${kind} ${text}${explanation === undefined ? '' : ` | ${explanation}`}`;
}

/** A session's entries, each in one line. */
export function entries(...runs: readonly Run[]): readonly string[] {
  return traced(runs).map(summary);
}

/** The same behind a command and its answer, from which on the trace knows what is sent. */
export function afterKnown(...runs: readonly Run[]): readonly string[] {
  return entries(...scripted('> AT', '< OK'), ...runs).slice(2);
}
