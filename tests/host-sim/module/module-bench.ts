import type { Uplink } from '../../../host-sim/broker/uplink.js';
import type { ModuleEvent } from '../../../host-sim/module/module-event.js';
import { SimulatedModule, type SimulatedModuleOptions } from '../../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { type ScriptedConnection, ScriptedUplink } from './scripted-uplink.js';

export type BenchOptions = Partial<Omit<SimulatedModuleOptions, 'time' | 'line' | 'uplink'>>;

/** The guide's moment: 2023-09-04 07:17:41 UTC. */
export const GUIDE_TIME = Date.UTC(2023, 8, 4, 7, 17, 41);
/** Longer than any answer that needs no network. */
const PATIENCE = 3000;

/** A simulated module on a line without delays, in virtual time, and somebody who types. */
export class ModuleBench {
  readonly time: VirtualTime;
  readonly uplink = new ScriptedUplink();
  readonly module: SimulatedModule;
  readonly events: ModuleEvent[] = [];
  #receive: (bytes: Uint8Array) => void = () => undefined;
  #output = '';

  constructor(options: BenchOptions = {}, time = new VirtualTime(), uplink?: Uplink) {
    this.time = time;
    this.module = new SimulatedModule({
      utcNow: () => GUIDE_TIME,
      onEvent: (event) => this.events.push(event),
      ...options,
      time,
      uplink: uplink ?? this.uplink,
      line: {
        write: (bytes) => {
          this.#output += Buffer.from(bytes).toString('latin1');
        },
        onBytes: (handler) => {
          this.#receive = handler;
        },
      },
    });
  }

  /** Powered, booted, registered, and nothing left unread. */
  static registered(options: BenchOptions = {}, time?: VirtualTime, uplink?: Uplink): ModuleBench {
    const bench = new ModuleBench(options, time, uplink);
    bench.module.powerOn();
    bench.until(() => bench.module.registration === 1, 20000);
    bench.time.advance(10000);
    bench.take();
    return bench;
  }

  /** Registered, echo off, with an address. */
  static online(options: BenchOptions = {}, time?: VirtualTime, uplink?: Uplink): ModuleBench {
    const bench = ModuleBench.registered(options, time, uplink);
    bench.ask('ATE0');
    bench.ask('AT+MIPCALL=1');
    bench.until(() => bench.module.dataCall.address !== undefined, 5000);
    bench.take();
    return bench;
  }

  /** What the module has said since it was last asked. */
  take(): string {
    const output = this.#output;
    this.#output = '';
    return output;
  }

  get output(): string {
    return this.#output;
  }

  type(text: string | Uint8Array): void {
    this.#receive(typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
  }

  /** Types a command with its CR and gives all that is said in the next seconds. */
  ask(line: string, milliseconds = PATIENCE): string {
    this.type(`${line}\r`);
    this.time.advance(milliseconds);
    return this.take();
  }

  until(condition: () => boolean, limit: number): void {
    if (!this.time.runUntil(condition, limit)) throw new Error(`not within ${limit} ms; said: ${JSON.stringify(this.#output)}`);
  }

  /** Opens a slot on the scripted uplink and gives its connection; the answers are taken. */
  open(slot = 1, tail = ''): ScriptedConnection {
    const count = this.uplink.connections.length;
    this.type(`AT+MQTTOPEN=${slot},"broker.example",1883,1,60${tail}\r`);
    this.until(() => this.uplink.connections.length > count, PATIENCE);
    const connection = this.uplink.last;
    connection.events.onConnected(false);
    this.until(() => this.module.slots.state(slot) === 'open', PATIENCE);
    this.take();
    return connection;
  }
}

/** As the module frames it. */
export function lines(...texts: readonly string[]): string {
  return texts.map((text) => `\r\n${text}\r\n`).join('');
}
