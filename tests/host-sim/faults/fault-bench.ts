import type { FaultInjector } from '../../../host-sim/faults/fault-injector.js';
import { createFaultyModule, type FaultyModule } from '../../../host-sim/faults/faulty-module.js';
import { ModelBroker } from '../../../host-sim/broker/model-broker.js';
import type { Message } from '../../../host-sim/broker/uplink.js';
import type { SimulatedModuleOptions } from '../../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { latin1 } from '../../support/bytes.js';

export const START = Date.UTC(2026, 2, 1);

/** Somebody who types at a module that can fail, over a line without delays, in virtual time, with a model broker behind it. */
export class FaultBench {
  readonly time = new VirtualTime();
  readonly broker = new ModelBroker({ time: this.time });
  readonly faultyModule: FaultyModule;
  readonly faults: FaultInjector;
  readonly received: Message[] = [];
  #receive: (bytes: Uint8Array) => void = () => undefined;
  #output = '';

  constructor(options: Partial<SimulatedModuleOptions> = {}) {
    this.faultyModule = createFaultyModule({
      time: this.time,
      uplink: this.broker.uplink(),
      utcNow: () => START + this.time.now(),
      line: {
        write: (bytes) => {
          this.#output += latin1(bytes);
        },
        onBytes: (handler) => {
          this.#receive = handler;
        },
      },
      ...options,
    });
    this.faults = this.faultyModule.faults;
    this.broker.subscribe('#', (message) => this.received.push(message));
    this.faultyModule.module.powerOn();
    this.time.advance(30_000);
    this.ask('ATE0');
    this.take();
  }

  /** With an address, and slot 1 open. */
  static open(options: Partial<SimulatedModuleOptions> = {}): FaultBench {
    const bench = new FaultBench(options);
    bench.ask('AT+MIPCALL=1', 5000);
    bench.ask('AT+MQTTUSER=1,"","","me"');
    bench.ask('AT+MQTTOPEN=1,"broker.example.com",1883,0,60', 5000);
    return bench;
  }

  get module(): FaultyModule['module'] {
    return this.faultyModule.module;
  }

  take(): string {
    const output = this.#output;
    this.#output = '';
    return output;
  }

  type(text: string): void {
    this.#receive(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  }

  /** What is said in the time after the command. */
  ask(command: string, milliseconds = 3000): string {
    this.take();
    this.type(`${command}\r`);
    this.time.advance(milliseconds);
    return this.take();
  }

  publish(payload = 'hello', milliseconds = 3000): string {
    return this.ask(`AT+MQTTPUB=1,"t",1,0,"${payload}"`, milliseconds);
  }
}
