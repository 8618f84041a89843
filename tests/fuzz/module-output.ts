import assert from 'node:assert/strict';
import { ModelBroker } from '../../host-sim/broker/model-broker.js';
import { SimulatedModule } from '../../host-sim/module/simulated-module.js';
import { SeededOddities } from '../../host-sim/soak/seeded-oddities.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import { commandName } from '../../modules/at/command-name.js';
import type { Command } from '../../modules/at/command.js';
import { Dialogue } from '../../modules/at/dialogue/dialogue.js';
import type { CellularError } from '../../modules/base/errors.js';
import type { AnyValues } from '../../modules/at/field.js';
import { errorFormatQuery, serialNumber } from '../../modules/cellular/device.js';
import { names } from '../../modules/fibocom/table.js';
import { slicedBuffer } from '../at/bench.js';
import { oddSerial } from '../support/odd-serial.js';
import { Choices } from './choices.js';
import { GarblingLine } from './garbling-line.js';
import { GUIDE_SESSION } from './guide-session.js';

/** Milliseconds that a module and its network take to start. */
const START = 20_000;
/** That a quarantine may last (docs/recovery.md), before the command that waits for its end is sent. */
const QUARANTINE = 30_000;
/** That the longest command line takes on the wire. */
const TRANSMISSION = 1000;
/** That one synchronisation may take. */
const SYNCHRONISING = 60_000;
/** That it may take beyond that: the last probe's second, and the quiet after an answer that comes with its end. */
const SETTLING = 2000;
/** Until what was held up has come, and what it has left open is given up. */
const CALM = 60_000;
const OUTCOMES = ['ok', 'refused', 'failed', 'timeout', 'malformed', 'unresponsive'];

/**
 * Plays the guide's session on the real engine and the simulated module, with the module's output garbled as `bytes` choose.
 * Throws where an exception escapes, a command does not end within its deadlines, something is not accounted for, or the
 * engine does not serve the first command once the line is calm.
 */
export function fuzzModuleOutput(bytes: Uint8Array): void {
  const choices = new Choices(bytes);
  const bench = new Bench(choices);
  bench.synchronise();
  for (const { command, values, data } of GUIDE_SESSION) bench.outcome(command, values, data);
  choices.end();
  bench.time.advance(CALM);
  bench.recover();
  assert.equal(bench.outcome(serialNumber, []), 'ok');
  assert.equal(bench.lastReply, bench.module.profile.imei);
  bench.checkAccounts();
  bench.dialogue.close();
}

class Bench {
  readonly time = new VirtualTime();
  readonly module: SimulatedModule;
  readonly dialogue: Dialogue;
  lastReply = '';
  #anomalies = 0;
  #timeouts = 0;
  #isGivenUp = true;

  constructor(choices: Choices) {
    const { time } = this;
    const uart = new VirtualUart({ time });
    this.module = new SimulatedModule({
      time,
      uplink: new ModelBroker({ time }).uplink(),
      line: new GarblingLine(uart.module, time, choices),
      utcNow: () => Date.UTC(2026, 2, 1) + time.now(),
    });
    this.dialogue = new Dialogue({
      serial: { io: oddSerial(uart.Serial, new SeededOddities(choices.below(65_536))) },
      time,
      names,
      probe: errorFormatQuery,
      listener: {
        onUrc: () => undefined,
        onAnomaly: () => (this.#anomalies += 1),
        onUnresponsive: () => (this.#isGivenUp = true),
      },
    });
    this.module.powerOn();
    time.advance(START);
  }

  synchronise(): string {
    let ended: string | undefined;
    this.dialogue.synchronise(SYNCHRONISING, (error) => (ended = error?.code ?? 'ok'));
    this.time.runUntil(() => ended !== undefined, SYNCHRONISING + TRANSMISSION + SETTLING);
    assert.ok(ended !== undefined, 'a synchronisation does not end');
    this.#isGivenUp = ended !== 'ok';
    return ended;
  }

  /** A module that was given up is found again with one call. */
  recover(): void {
    if (this.#isGivenUp) assert.equal(this.synchronise(), 'ok');
  }

  /** Executes a command, synchronising before where the module was given up. */
  outcome(command: Command, values: AnyValues, data?: string): string {
    if (this.#isGivenUp && this.synchronise() !== 'ok') return 'unresponsive';
    const ends: (CellularError | undefined)[] = [];
    this.dialogue.execute({
      command,
      values,
      data: data === undefined ? undefined : slicedBuffer(data),
      into: new Uint8Array(64),
      onReply: (fields) => (this.lastReply = fields.text(command.reply?.fields[0].name ?? '')),
      onEnd: (error) => ends.push(error),
    });
    const limit = QUARANTINE + TRANSMISSION + patience(command);
    this.time.runUntil(() => ends.length > 0, limit);
    assert.equal(ends.length, 1, `${commandName(command)} does not end within ${limit} ms`);
    const outcome = ends[0]?.code ?? 'ok';
    assert.ok(OUTCOMES.includes(outcome), outcome);
    if (outcome === 'timeout') this.#timeouts += 1;
    if (outcome === 'unresponsive') this.#isGivenUp = true;
    return outcome;
  }

  checkAccounts(): void {
    const { counters } = this.dialogue;
    assert.equal(counters.anomalies, this.#anomalies);
    assert.equal(counters.timeouts, this.#timeouts);
  }
}

function patience({ data, responseDeadline, completion }: Command): number {
  return (data?.promptDeadline ?? 0) + 2 * responseDeadline + (completion?.deadline ?? 0);
}
