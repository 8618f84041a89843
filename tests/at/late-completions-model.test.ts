import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import type { Completion, Urc } from '../../modules/at/command.js';
import { LATENESS_LIMIT, LateCompletions } from '../../modules/at/dialogue/late-completions.js';
import type { FieldReader } from '../../modules/at/line/field-reader.js';
import { check } from '../property.js';

const urcs: readonly Urc[] = ['+PUB', '+SUB', '+CALL'].map((name) => ({ name, summary: '', source: '' }));
/** By slot alone, by slot and message, and one that names no slot. */
const REPEATS = [1, 2, 0];
const completions = urcs.map((urc, index) => ({ urc, repeats: REPEATS[index], deadline: 1000 }) as unknown as Completion);

interface Owed {
  accepted: number;
  possible: number;
  deadline: number;
}

/** The same accounts, kept in a dictionary. */
class PlainAccounts {
  readonly #time: VirtualTime;
  readonly #owed = new Map<string, Owed>();

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  static key(kind: number, slot: number, message: number): string {
    return kind === 1 ? `1/${slot}/${message}` : `${kind}/${slot}`;
  }

  open(beginning: string): readonly Owed[] {
    const open = [...this.#owed].filter(([, { accepted, possible, deadline }]) => accepted + possible > 0 && deadline > this.#time.now());
    return open.filter(([key]) => key === beginning || key.startsWith(`${beginning}/`)).map(([, owed]) => owed);
  }

  add(kind: number, slot: number, message: number, accepted: number, possible: number): void {
    if (kind === 2 || accepted + possible === 0) return;
    const key = PlainAccounts.key(kind, slot, message);
    const [known = { accepted: 0, possible: 0, deadline: 0 }] = this.open(key);
    known.accepted += accepted;
    known.possible += possible;
    known.deadline = this.#time.now() + LATENESS_LIMIT;
    this.#owed.set(key, known);
  }

  all(): readonly (readonly [string, Owed])[] {
    return [...this.#owed];
  }
}

interface Step {
  readonly act: 'add' | 'addPossible' | 'resolve' | 'take' | 'waive' | 'forget' | 'wait';
  readonly kind: number;
  readonly slot: number;
  readonly message: number;
  readonly count: number;
  readonly isAccepted: boolean;
  readonly wait: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('add', 'add', 'addPossible', 'resolve', 'take', 'take', 'waive', 'forget', 'wait'),
  kind: fc.constantFrom(0, 0, 1, 1, 2),
  slot: fc.constantFrom(1, 2),
  message: fc.constantFrom(7, 8),
  count: fc.nat(2),
  isAccepted: fc.boolean(),
  wait: fc.constantFrom(1, LATENESS_LIMIT - 1, LATENESS_LIMIT),
});

function run(steps: readonly Step[]): void {
  const time = new VirtualTime();
  const late = new LateCompletions(time);
  const plain = new PlainAccounts(time);
  let wasOwed = false;
  for (const { act, kind, slot, message, count, isAccepted, wait } of steps) {
    const key = PlainAccounts.key(kind, slot, message);
    const [known] = plain.open(key);
    switch (act) {
      case 'add':
        late.add(completions[kind], slot, message, count);
        plain.add(kind, slot, message, count, 0);
        break;
      case 'addPossible':
        late.addPossible(completions[kind], slot, message);
        plain.add(kind, slot, message, 0, 1);
        break;
      case 'resolve':
        late.resolve(completions[kind], slot, message, isAccepted);
        if (known !== undefined && known.possible > 0) known.possible -= 1;
        if (isAccepted) plain.add(kind, slot, message, 1, 0);
        break;
      case 'take': {
        const fields = { integerAt: (index: number) => [slot, message][index] } as Pick<FieldReader, 'integerAt'> as FieldReader;
        assert.equal(late.take(urcs[kind], fields), known !== undefined);
        if (known !== undefined && known.accepted > 0) known.accepted -= 1;
        else if (known !== undefined) known.possible -= 1;
        break;
      }
      case 'waive':
        late.waive(slot);
        for (const [name, owed] of plain.all()) if (name.split('/')[1] === String(slot)) owed.possible = 0;
        break;
      case 'forget':
        late.forget();
        for (const [, owed] of plain.all()) Object.assign(owed, { accepted: 0, possible: 0 });
        break;
      case 'wait':
        time.advance(wait);
    }
    const owing = [0, 1].map((which) => plain.open(`${which}/${slot}`));
    wasOwed ||= owing.some((owed) => owed.length > 0);
    owing.forEach((owed, which) => {
      assert.equal(late.mayCome(urcs[which], slot), owed.length > 0);
      assert.equal(late.isDue(urcs[which], slot), owed.some(({ accepted }) => accepted > 0));
    });
    assert.equal(late.isEmpty, ['0/1', '0/2', '1/1', '1/2'].every((beginning) => plain.open(beginning).length === 0));
    assert.equal(late.isKept, wasOwed);
  }
}

test('what is owed is what a dictionary of accounts says, in whatever order it is promised, comes, is waived and grows old', (t) => {
  check(t, fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => run(steps)), { runs: 1500 });
});
