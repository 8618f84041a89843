import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { SeededOddities } from '../../host-sim/soak/seeded-oddities.js';
import { command, type Urc } from '../../modules/at/command.js';
import type { Exchange } from '../../modules/at/dialogue/exchange.js';
import { integer, word } from '../../modules/at/field.js';
import { nameTable } from '../../modules/at/line/names.js';
import { errorFormatQuery } from '../../modules/cellular/device.js';
import { Bench } from '../at/bench.js';
import { Choices } from './choices.js';

const EXPLAINED = { summary: 'A question with an answer of its own.', source: 'test' };
const worked: Urc = { name: '+WORK', fields: [integer('slot', 1, 2), integer('status', 0, 1), word('mark')], ...EXPLAINED };
const stirred: Urc = { name: '+STIR', fields: [integer('number', 0, 9999)], ...EXPLAINED };
const ask = command({
  name: '+ASK', form: 'set', arguments: [integer('number', 0, 9999)], reply: { prefix: '+ASK', fields: [word('mark')] },
  responseDeadline: 3000, repeatable: true, ...EXPLAINED,
});
const work = command({
  name: '+WORK', form: 'set', arguments: [integer('slot', 1, 2), integer('number', 0, 9999)],
  completion: { urc: worked, repeats: 1, deadline: 5000, succeeded: (fields) => fields.integer('status') === 1 },
  responseDeadline: 3000, repeatable: false, ...EXPLAINED,
});
const names = nameTable({ commands: [ask, work, errorFormatQuery], urcs: [worked, stirred] });

const QUESTIONS = 24;
/** Milliseconds that the module can take for one answer: beyond all deadlines, and the limit of a quarantine. */
const LONGEST_THOUGHT = 45_000;
/** Milliseconds; who is silent for longer, answers what has piled up in one go. */
const SILENCE = 8000;
/** Between two pieces of a line: less than what settles the line after a missed deadline. */
const LONGEST_CUT = 20;
const PATIENCE = 120_000;
/** Lines that nobody has asked for; an unknown one is an anomaly. */
const STRAY: readonly string[] = ['+STIR: 7', '+XYZ: 1,"a"', 'something', '+STIR: 12', '+XYZ ASK: 1'];
const STORM = 30;

/** What only the answer to question `number` can hold. */
function markOf(number: number): string {
  return createHash('sha256').update(String(number)).digest('hex').slice(0, 16);
}

/**
 * Asks questions whose answers can be told apart, of a module that answers in order but thinks long, repeats command lines
 * and talks in between, as `bytes` choose. Throws where a question is given the answer to another. Results that are said twice,
 * or lost, are left out: nothing on an AT line tells whose result is whose but their number.
 */
export function fuzzAttribution(bytes: Uint8Array): void {
  const choices = new Choices(bytes);
  const marks = Array.from({ length: QUESTIONS }, (_, number) => markOf(number));
  const oddities = new SeededOddities(choices.below(65_536));
  const bench = new Bench({ dialogue: { names, probe: errorFormatQuery }, oddities });
  const module = new ThinkingModule(bench, choices);
  let isSynchronised = false;
  const synchronise = (): void => {
    let ended = false;
    bench.dialogue.synchronise(60_000, (error) => {
      ended = true;
      isSynchronised = error === undefined;
    });
    module.listenUntil(() => ended, PATIENCE);
  };
  for (const [number, mark] of marks.entries()) {
    if (!isSynchronised) synchronise();
    if (!isSynchronised) continue;
    let ended = false;
    const isOwn = (heard: string): void => {
      assert.ok(heard === mark || !marks.includes(heard), `question ${number} is given the answer to ${marks.indexOf(heard)}`);
    };
    const exchange: Pick<Exchange, 'onReply' | 'onCompletion' | 'onEnd'> = {
      onReply: (fields) => isOwn(fields.text('mark')),
      // A late failure goes to who waits: taken for the older one's, it would leave that one's success to be taken for the younger's.
      onCompletion: (fields) => {
        if (fields.integer('status') === 1) isOwn(fields.text('mark'));
      },
      onEnd: (error) => {
        ended = true;
        isSynchronised = error?.code !== 'unresponsive';
      },
    };
    const isWork = choices.below(2) === 1;
    const question = isWork ? { command: work, values: [1 + choices.below(2), number] } : { command: ask, values: [number] };
    bench.dialogue.execute({ ...question, ...exchange });
    module.listenUntil(() => ended, PATIENCE);
    assert.ok(ended, `question ${number} does not end`);
  }
  const anomalies = bench.events().filter((event) => !event.startsWith('URC') && event !== 'unresponsive').length;
  assert.equal(bench.dialogue.counters.anomalies, anomalies);
}

/** Answers one line after the other, each when it has thought about the one before. */
class ThinkingModule {
  readonly #bench: Bench;
  readonly #choices: Choices;
  #typed = '';
  #speech: { readonly text: string; readonly at: number }[] = [];
  #freeAt = 0;
  #heardBytes = 0;
  #wasSilent = false;

  constructor(bench: Bench, choices: Choices) {
    this.#bench = bench;
    this.#choices = choices;
  }

  listenUntil(condition: () => boolean, limit: number): void {
    const { time } = this.#bench;
    const end = time.now() + limit;
    while (!condition() && time.now() < end) {
      this.#listen();
      const due = this.#speech[0]?.at ?? Infinity;
      const hasNews = (): boolean => condition() || this.#bench.port.written > this.#heardBytes;
      time.runUntil(hasNews, Math.max(0, Math.min(due, end) - time.now()));
      while (this.#speech.length > 0 && this.#speech[0].at <= time.now()) this.#bench.say(this.#speech.shift()?.text ?? '');
    }
  }

  #listen(): void {
    const heard = this.#bench.heard();
    this.#heardBytes += heard.length;
    const lines = (this.#typed + heard).split('\r');
    this.#typed = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('AT')) this.#answer(line);
  }

  #answer(line: string): void {
    const choices = this.#choices;
    const now = this.#bench.time.now();
    this.#wasSilent = this.#freeAt - now > SILENCE || (this.#wasSilent && this.#freeAt > now);
    if (choices.below(4) === 1) this.#say(line, 0);
    for (let count = choices.below(8) === 1 ? choices.below(STORM) : 0; count > 0; count -= 1) this.#stray();
    const [, name, values = ''] = /^AT\+(\w+)[=?](.*)$/.exec(line) ?? [];
    const numbers = values.split(',').map(Number);
    if (name === 'CMEE') this.#say('\r\n+CMEE: 1\r\n', this.#thought());
    if (name === 'ASK') this.#say(`\r\n+ASK: ${markOf(numbers[0])}\r\n`, this.#thought());
    if (choices.below(4) === 1) this.#stray();
    const isRefused = choices.below(12) === 1 && name === 'WORK';
    this.#say(isRefused ? '\r\nERROR\r\n' : '\r\nOK\r\n', this.#thought());
    if (name !== 'WORK' || isRefused) return;
    const [slot, number] = numbers;
    this.#say(`\r\n+WORK: ${slot},${choices.below(4) === 1 ? 0 : 1},${markOf(number)}\r\n`, this.#thought());
  }

  #stray(): void {
    this.#say(`\r\n${this.#choices.oneOf(STRAY)}\r\n`, 0);
  }

  /**
   * A module may be slow with each of several probes, or silent for long. One that was silent for so long that the driver has
   * given it up, and then goes on slowly, is left out: by then the probes that it has not answered count as lost.
   */
  #thought(): number {
    const kind = this.#choices.below(8);
    if (this.#wasSilent) return 1;
    if (kind === 1) return this.#choices.below(LONGEST_THOUGHT);
    return kind === 2 ? 2900 + this.#choices.below(2300) : 1;
  }

  /** As it is, or cut in two. */
  #say(text: string, thought: number): void {
    this.#freeAt = Math.max(this.#freeAt, this.#bench.time.now()) + thought;
    const isCut = this.#choices.below(12) === 1;
    const position = isCut ? this.#choices.below(text.length) : text.length;
    this.#speech.push({ text: text.slice(0, position), at: this.#freeAt });
    this.#freeAt += isCut ? this.#choices.below(LONGEST_CUT) : 0;
    this.#speech.push({ text: text.slice(position), at: this.#freeAt });
  }
}
