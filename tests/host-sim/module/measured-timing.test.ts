import test from 'ava';
import { ModelBroker } from '../../../host-sim/broker/model-broker.js';
import type { ModuleEvent } from '../../../host-sim/module/module-event.js';
import { l610, l610Quirky, type Profile } from '../../../host-sim/module/profile.js';
import { SimulatedModule } from '../../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../../host-sim/uart/virtual-uart.js';

const BYTE = 10_000 / 115_200;
const RUNS = 60;
/** Of the network of that capture: connecting and CONNECT take two, and 59 ms with what the module adds. */
const ROUND_TRIP = 27;

/** A host at an L610 that is registered, at 115200, on a network of that round trip. */
class Stopwatch {
  readonly time = new VirtualTime();
  readonly uart = new VirtualUart({ time: this.time, transmitFifo: 4096 });
  refusal: number | undefined;
  readonly #module: SimulatedModule;
  readonly #write: (command: string) => void;
  #events: ModuleEvent[] = [];

  constructor(profile: Profile, seed: number) {
    const { time, uart } = this;
    const broker = new ModelBroker({ time, roundTrip: ROUND_TRIP, refuse: () => this.refusal });
    this.#module = new SimulatedModule({
      time,
      uplink: broker.uplink(),
      line: uart.module,
      profile,
      seed,
      onEvent: (event) => this.#events.push(event),
    });
    const host = new uart.Serial({ baud: 115200, onReadable: () => undefined, onWritable: () => undefined });
    this.#write = (command) => host.write(Uint8Array.from(`${command}\r`, (character) => character.charCodeAt(0)));
    this.#module.powerOn();
    time.advance(30_000);
    this.answer('ATE0');
  }

  /** From the last byte of the command to the last byte of its result. */
  answer(command: string): number {
    const sent = this.#send(command);
    this.until('result');
    const end = this.time.now() + this.uart.module.timeToSend;
    this.time.advance(50);
    return end - sent;
  }

  /** The same from the command's first byte, with the echo on. */
  echoed(command: string): number {
    this.answer('ATE1');
    return this.answer(command) + (command.length + 1) * BYTE;
  }

  /** From the last byte of the command to the first of its echo. */
  turnaround(command: string): number {
    this.answer('ATE1');
    const sent = this.#send(command);
    this.time.runUntil(() => this.uart.module.pending > 0, 10_000);
    return this.time.now() - sent;
  }

  /** From the final result to the completion URC, first byte to first byte. */
  completion(command: string): number {
    this.#send(command);
    this.until('result');
    const accepted = this.time.now();
    this.until('urc');
    const delay = this.time.now() - accepted;
    this.time.advance(50);
    return delay;
  }

  dial(): this {
    this.answer('AT+MIPCALL=1');
    this.time.advance(5000);
    return this;
  }

  until(type: ModuleEvent['type']): void {
    this.#events = [];
    if (!this.time.runUntil(() => this.#events.some((event) => event.type === type), 60_000)) throw new Error(`no ${type}`);
  }

  #send(command: string): number {
    this.#write(command);
    return this.time.now() + (command.length + 1) * BYTE;
  }
}

const OPEN = 'AT+MQTTOPEN=1,"broker.example.com",1883,1,60';
const USER = `AT+MQTTUSER=1,"${'u'.repeat(80)}","${'p'.repeat(83)}"`;

interface Measurement {
  readonly what: string;
  /** Shortest and longest that were measured, in milliseconds. */
  readonly measured: readonly [number, number];
  readonly simulate: (seed: number) => number;
}

const on = (profile: Profile, seed: number): Stopwatch => new Stopwatch(profile, seed);

const MEASUREMENTS: readonly Measurement[] = [
  { what: 'AT → OK', measured: [1.9, 1.9], simulate: (seed) => on(l610, seed).answer('AT') },
  { what: 'AT+CPIN? → OK', measured: [5, 5], simulate: (seed) => on(l610, seed).answer('AT+CPIN?') },
  { what: 'AT+CSQ → OK', measured: [5, 5], simulate: (seed) => on(l610, seed).answer('AT+CSQ') },
  { what: 'AT+CREG? → OK', measured: [5, 7], simulate: (seed) => on(l610, seed).answer('AT+CREG?') },
  { what: 'AT+MIPCALL=1 → OK', measured: [8, 8], simulate: (seed) => on(l610, seed).answer('AT+MIPCALL=1') },
  { what: 'the same, on another', measured: [900, 900], simulate: (seed) => on(l610Quirky, seed).answer('AT+MIPCALL=1') },
  { what: 'line end → echo', measured: [1.4, 1.4], simulate: (seed) => on(l610, seed).turnaround('AT') },
  {
    what: `AT+MQTTUSER, ${USER.length + 1} bytes, with echo`,
    measured: [33.6, 33.6],
    simulate: (seed) => on(l610, seed).echoed(USER),
  },
  { what: 'AT+MQTTOPEN → OK', measured: [89, 202], simulate: (seed) => on(l610, seed).dial().answer(OPEN) },
  { what: 'OK → +MQTTOPEN: 1,1', measured: [59, 59], simulate: (seed) => on(l610, seed).dial().completion(OPEN) },
  {
    what: 'OK → +MQTTOPEN: 1,0',
    measured: [1400, 4600],
    simulate: (seed) => {
      const stopwatch = on(l610, seed).dial();
      stopwatch.refusal = 703;
      return stopwatch.completion(OPEN);
    },
  },
];

test('the simulated L610 takes as long as a real one was measured to take, within a tenth', (t) => {
  t.is(USER.length + 1, 183);
  t.log(['what'.padEnd(36), 'measured, ms'.padStart(14), 'simulated, ms'.padStart(18)].join(''));
  for (const { what, measured, simulate } of MEASUREMENTS) {
    const durations = Array.from({ length: RUNS }, (_, run) => simulate(run + 1));
    const simulated = [Math.min(...durations), Math.max(...durations)];
    t.log([what.padEnd(36), words(measured).padStart(14), words(simulated).padStart(18)].join(''));
    for (const [index, bound] of measured.entries()) {
      t.true(Math.abs(simulated[index] / bound - 1) <= 0.1, `${what}: ${words(simulated)} instead of ${words(measured)}`);
    }
  }
});

function words([shortest, longest]: readonly number[]): string {
  const figure = (milliseconds: number): string => milliseconds.toFixed(milliseconds < 100 ? 1 : 0);
  return figure(shortest) === figure(longest) ? figure(shortest) : `${figure(shortest)}–${figure(longest)}`;
}
