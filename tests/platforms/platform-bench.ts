import type { ExecutionContext } from 'ava';
import type { GateOptions, PlatformGate } from '../../host-sim/platforms/platform-gate.js';
import type { NodeConfiguration } from '../../modules/firmware/configuration.js';
import type { Platform } from '../../modules/firmware/platform.js';
import type { RemoteCommand } from '../../modules/telemetry/commands/command.js';
import { ScenarioBench, START, MINUTE, SECOND, type ScenarioOptions } from '../scenarios/scenario-bench.js';
import { text } from '../support/bytes.js';
import { behindGate } from './behind-gate.js';

export const HOUR = 60 * MINUTE;
/**
 * Milliseconds by which a reading's date may be off: the module tells whole seconds, and drifts between two looks at the network's time.
 */
const CLOCK_SLACK = 3000;

export interface PlatformCase {
  readonly platform: () => Platform;
  readonly gate: (options: GateOptions) => PlatformGate;
  readonly configuration?: Partial<NodeConfiguration>;
  readonly scenario?: ScenarioOptions;
  /** Which arrival is the value `count` of the sensor `room`. */
  readonly countName?: string;
}

interface Sample {
  readonly count: number;
  readonly utc: number;
}

/** A whole node in virtual time behind the gate of its platform. Its sensor counts, so that each reading can be told. */
export class PlatformBench<G extends PlatformGate = PlatformGate> {
  readonly bench: ScenarioBench;
  readonly gate: G;
  readonly samples: Sample[] = [];
  /** What the node has published, in order. */
  readonly published: string[] = [];
  /** What the command `valve` was told. */
  readonly valves: unknown[] = [];
  readonly #countName: string;

  constructor({ platform, gate, configuration, scenario, countName = 'room_count' }: PlatformCase) {
    this.#countName = countName;
    this.bench = new ScenarioBench('l610', {
      ...scenario,
      broker: {
        ...behindGate(() => this.gate),
        closesOn: (message) => {
          this.published.push(text(message.payload));
          return this.gate.closesOn(message);
        },
        ...scenario?.broker,
      },
      configuration: { messageLimit: 1024, ...configuration },
      node: {
        platform: platform(),
        sensors: [{ name: 'room', interval: 10 * MINUTE, sample: () => this.#sample() }],
        commands: { valve: this.#valve() },
        ...scenario?.node,
      },
    });
    const { time, broker } = this.bench;
    this.gate = gate({ time, utc: () => START + time.now() }) as G;
    this.gate.attach({ publish: (message) => broker.publish(message), disconnect: () => broker.goAway() });
  }

  get complaints(): readonly string[] {
    return this.gate.complaints;
  }

  start(): this {
    this.bench.node.start();
    this.bench.until(() => this.bench.node.session === 'ready', 'a connection');
    return this;
  }

  /** UTC now. */
  get utc(): number {
    return START + this.bench.time.now();
  }

  /** The first message that a reading of this name stands in; it is waited for. */
  firstReading(name: string): string {
    const reading = (): string | undefined => this.published.find((message) => message.includes(name));
    this.bench.until(() => reading() !== undefined, 'a reading');
    return reading() ?? '';
  }

  /** A command is sent, and its answer awaited. */
  ask(name: string, value: unknown): unknown {
    this.gate.answers.delete(name);
    this.gate.command(name, value);
    this.bench.until(() => this.gate.answers.has(name), `an answer to ${name}`, MINUTE);
    return this.gate.answers.get(name);
  }

  /** That all samples so far have arrived, each with its own date. */
  hasEverything(t: ExecutionContext): void {
    this.bench.until(() => this.bench.node.statistics.waiting === 0, 'nothing waits', HOUR);
    const arrived = this.gate.arrivals.filter(({ name }) => name === this.#countName);
    for (const { count, utc } of this.samples) {
      const arrival = arrived.find(({ value }) => value === count);
      t.truthy(arrival, `reading ${count} has arrived`);
      if (arrival?.time === undefined) continue;
      t.true(Math.abs(arrival.time - utc) <= CLOCK_SLACK, `reading ${count}: ${arrival.time - utc} ms off`);
    }
    t.is(this.bench.node.statistics.dropped, 0);
    t.is(this.bench.node.statistics.refused, 0);
    t.is(this.bench.node.modem.callbackExceptions, 0);
  }

  #sample(): unknown {
    this.samples.push({ count: this.samples.length + 1, utc: this.utc });
    const count = this.samples.length;
    return { count, temperature: 20 + (count % 10) / 2, isOpen: count % 2 === 0, nothing: null };
  }

  #valve(): RemoteCommand<boolean> {
    return {
      parse(value) {
        if (typeof value !== 'boolean') throw new Error('must be true or false');
        return value;
      },
      run: (open, reply) => {
        this.valves.push(open);
        reply({ isOpen: open });
      },
    };
  }
}

/**
 * A day behind a gate: commands, desired states, a broker that restarts and one that is long away, a module that reboots, one whose clock
 * is wrong for a while. Every reading arrives as the platform wants it, and the gate has nothing to complain of.
 */
export function livesThroughADay(t: ExecutionContext, bench: PlatformBench, isExpected: (text: string) => boolean = () => false): void {
  const { time, broker, faults, node } = bench.start().bench;
  time.advance(2 * HOUR);
  t.truthy(bench.ask('valve', true));
  bench.gate.desire('interval', 300);
  bench.bench.until(() => node.sensors.intervalOf('room') === 300 * SECOND, 'the desired interval', MINUTE);
  broker.goAway(MINUTE);
  time.advance(2 * HOUR);
  faults.inject('reboot');
  time.advance(3 * HOUR);
  t.truthy(bench.ask('valve', false));
  broker.goAway(40 * MINUTE);
  broker.forgetSessions();
  time.advance(3 * HOUR);
  faults.inject('clock-stepped', { step: 3600 });
  time.advance(10 * SECOND);
  faults.inject('reboot');
  // A state that is wanted while the node is away is told it with the next connection.
  broker.goAway(5 * MINUTE);
  bench.gate.desire('interval', 1200);
  time.advance(4 * HOUR);
  t.is(node.sensors.intervalOf('room'), 1200 * SECOND);
  time.advance(10 * HOUR);
  t.truthy(bench.ask('valve', true));
  bench.hasEverything(t);
  t.deepEqual(bench.valves, [true, false, true]);
  t.deepEqual(bench.complaints.filter((text) => !isExpected(text)), []);
  t.true(bench.samples.length > 80, String(bench.samples.length));
}

/** Another secret is told as one by who looks at it, and stands in nothing that is told. */
export function refusesSecret(t: ExecutionContext, { bench, complaints }: PlatformBench, secret: string): void {
  bench.node.start();
  bench.until(() => complaints.length > 0, 'a refusal');
  t.regex(complaints[0], /another (secret|key)/);
  t.false(JSON.stringify([complaints, bench.progress]).includes(secret));
}
