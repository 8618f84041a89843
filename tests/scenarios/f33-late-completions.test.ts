import type { ExecutionContext } from 'ava';
import { SecondClient } from '../../host-sim/soak/second-client.js';
import type { NodeConfiguration } from '../../modules/firmware/configuration.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

const ROUND_TRIP = SECOND;
/** A broker that restarts within one round trip of the late completion, before and behind it. */
const MOMENTS = [-900, -500, -100, 100, 500, 900];

/** A node, and another client if asked for, all of whose messages must be at the broker when they are said to be. */
class WatchedBench {
  readonly bench: ScenarioBench;
  /** Messages of the other client that are said to be at the broker, and are not. */
  readonly lost: string[] = [];

  constructor(profile: string, configuration: Partial<NodeConfiguration>, hasSecondClient: boolean) {
    const bench = new ScenarioBench(profile, {
      configuration: { interval: 2 * SECOND, QoS: 1, ...configuration },
      outbox: () => new RamOutbox({ capacity: 2 ** 17 }),
    });
    this.bench = bench;
    bench.node.start();
    bench.until(() => bench.readings().length > 5, 'readings come');
    bench.faults.inject('latency', { delay: ROUND_TRIP / 2 });
    if (!hasSecondClient) return;
    const seen = new Set<string>();
    bench.broker.subscribe('second', ({ payload }) => seen.add(Buffer.from(payload).toString()));
    new SecondClient({
      time: bench.time,
      link: bench.node.modem,
      topic: 'second',
      interval: 3 * SECOND,
      first: 1,
      onAcknowledged: (number) => {
        if (!seen.has(String(number))) this.lost.push(`message ${number} of the second client`);
      },
    });
    bench.until(() => seen.size > 2, 'the second client publishes');
  }

  /** The next publish is told of so much later; gives when. */
  delayCompletion(delay: number, urc = '+MQTTPUB'): number {
    this.#meet('completion-late', { urc, delay: delay / SECOND });
    return this.bench.time.now() + delay;
  }

  loseCompletion(): void {
    this.#meet('completion-missing', { urc: '+MQTTPUB' });
  }

  restartBroker(at: number): void {
    const { time, faults } = this.bench;
    time.advance(Math.max(0, at - time.now()));
    faults.inject('broker-closes');
  }

  holds(t: ExecutionContext, what: string): void {
    this.bench.time.advance(40 * SECOND);
    t.deepEqual([...this.lost, ...this.bench.lost], [], what);
  }

  #meet(fault: string, options: { readonly urc: string; readonly delay?: number }): void {
    this.bench.faults.inject(fault, options);
    this.bench.until(() => !this.bench.faults.active.includes(fault), `${fault} has met a completion`, 5 * MINUTE);
  }
}

onEveryProfile('F33: a completion that comes 100 s late, when its slot has been closed and opened again', (t, profile) => {
  for (const moment of MOMENTS) {
    const watched = new WatchedBench(profile, {}, false);
    const late = watched.delayCompletion(100 * SECOND);
    watched.loseCompletion();
    watched.restartBroker(late + moment);
    watched.holds(t, `the broker restarts ${moment} ms after it`);
    watched.bench.faults.liftAll();
    recovers(t, watched.bench, 3 * MINUTE, 4 * MINUTE);
  }
});

for (const delay of [34, 70, 300, 600]) {
  onEveryProfile(`F33: a completion that comes ${delay} s late while another client has the other slot`, (t, profile) => {
    for (const moment of [-500, 100, 500, 900]) {
      const watched = new WatchedBench(profile, {}, true);
      const late = watched.delayCompletion(delay * SECOND);
      watched.restartBroker(late + moment);
      watched.holds(t, `the broker restarts ${moment} ms after it`);
    }
  });
}

onEveryProfile('F33: a module that was to be restarted and never heard of it still tells what it owes', (t, profile) => {
  for (let moment = 0; moment < 3 * SECOND; moment += 300) {
    const watched = new WatchedBench(profile, {}, true);
    watched.bench.time.advance(moment);
    // Both slots owe: the module is to be restarted, while it is silent for 40 s.
    watched.bench.faults.inject('completion-crossing', { delay: 60 });
    watched.bench.faults.inject('answer-late', { command: 'AT+MQTTCLOSE', delay: 40 });
    watched.bench.time.advance(100 * SECOND);
    watched.holds(t, `${moment} ms later`);
  }
});

onEveryProfile('F33: with QoS 2, with a window, and when the host restarts meanwhile', (t, profile) => {
  const variants: readonly (readonly [string, Partial<NodeConfiguration>, boolean])[] = [
    ['QoS 2', { QoS: 2 }, false],
    ['a window of 8', { publishWindow: 8 }, false],
    ['a host that restarts', {}, true],
    ['a host that restarts with a window', { publishWindow: 8 }, true],
  ];
  for (const [name, configuration, isRestarting] of variants) {
    for (const moment of [100, 500, 900]) {
      const watched = new WatchedBench(profile, configuration, false);
      const late = watched.delayCompletion(100 * SECOND);
      if (isRestarting) {
        watched.bench.restartHost();
      } else {
        watched.loseCompletion();
      }
      watched.restartBroker(late + moment);
      watched.holds(t, `${name}, the broker restarts ${moment} ms after it`);
    }
  }
});

onEveryProfile('F33: completions of openings, subscriptions and closings that come late', (t, profile) => {
  for (const urc of ['+MQTTOPEN', '+MQTTSUB', '+MQTTCLOSE']) {
    for (const moment of [-500, 100, 500]) {
      const watched = new WatchedBench(profile, {}, false);
      watched.bench.faults.inject('completion-late', { urc, delay: 100 });
      watched.bench.faults.inject('broker-closes');
      watched.loseCompletion();
      watched.restartBroker(watched.bench.time.now() + 100 * SECOND + moment);
      watched.holds(t, `${urc}, the broker restarts ${moment} ms after it`);
      watched.bench.faults.liftAll();
      recovers(t, watched.bench, 3 * MINUTE, 5 * MINUTE);
    }
  }
});
