import test from 'ava';
import { fibocom } from '../../modules/fibocom/dialect.js';
import { type CellularError, cellularError } from '../../modules/base/errors.js';
import { FieldReader } from '../../modules/at/line/field-reader.js';
import type { Urc } from '../../modules/at/command.js';
import { packetRegistrationChanged } from '../../modules/cellular/urcs.js';
import { mqttBroken } from '../../modules/fibocom/urcs.js';
import { LATENESS_LIMIT } from '../../modules/at/dialogue/late-completions.js';
import { ModuleMemory } from '../../modules/modem/module-memory.js';
import { Slots } from '../../modules/modem/slots.js';
import { SETTLED, TextMemory } from '../support/text-memory.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';

function listener() {
  const heard: (Urc | CellularError)[] = [];
  return {
    heard,
    onUrc: (urc: Urc) => {
      heard.push(urc);
    },
    onLinkDown: (error: CellularError) => {
      heard.push(error);
    },
  };
}

function fieldsOf(urc: Urc, text: string): FieldReader {
  const bytes = Buffer.from(text);
  const fields = new FieldReader();
  if (!fields.match(urc.fields ?? [], bytes, -1, 0, bytes.length)) throw new Error(`${text} is no ${urc.name}`);
  return fields;
}

interface Completions {
  /** Such as `+MQTTPUB 1`. */
  readonly due?: readonly string[];
  readonly possible?: readonly string[];
}

function slotsOf({ due = [], possible = [] }: Completions = {}, time = new VirtualTime(), memory = new TextMemory(SETTLED)): Slots {
  const account = {
    isDue: (urc: Urc, slot: number) => due.includes(`${urc.name} ${slot}`),
    mayCome: (urc: Urc, slot: number) => [...due, ...possible].includes(`${urc.name} ${slot}`),
  };
  return new Slots(time, fibocom.slots, account, new ModuleMemory(memory));
}

test('slots 1 and 2 are handed out, 3 only to who asks for it', (t) => {
  const slots = slotsOf();
  t.is(slots.claim(listener(), undefined), 1);
  t.is(slots.claim(listener(), undefined), 2);
  t.is((t.throws(() => slots.claim(listener(), undefined)) as CellularError).code, 'slot-taken');
  t.is(slots.claim(listener(), 3), 3);
  slots.release(1);
  t.is(slots.claim(listener(), undefined), 1);
});

test('slots are handed out by what may come of them: nothing, a closing, what was never answered, what is due', (t) => {
  for (const urc of ['+MQTTOPEN', '+MQTTSUB', '+MQTTUNSUB', '+MQTTPUB']) {
    const orders: readonly Completions[] = [
      { due: [`${urc} 1`], possible: [`${urc} 2`] },
      { due: [`${urc} 1`, '+MQTTCLOSE 2'] },
      { possible: [`${urc} 1`], due: ['+MQTTCLOSE 2'] },
      { possible: [`${urc} 1`] },
      { possible: ['+MQTTCLOSE 1'] },
    ];
    for (const completions of orders) {
      const slots = slotsOf(completions);
      t.deepEqual([1, 2].map(() => slots.claim(listener(), undefined)), [2, 1], JSON.stringify(completions));
    }
  }
});

test('no connection may be opened in a slot of which a completion is due, but a closing', (t) => {
  const slots = slotsOf({ due: ['+MQTTPUB 1', '+MQTTCLOSE 2'], possible: ['+MQTTPUB 2'] });
  t.like(slots.problem(1), { code: 'slot-unsettled', isRetryable: true });
  t.is(slots.problem(2), undefined);
});

test('a slot that another program has left open is in doubt for as long as completions may be late', (t) => {
  const time = new VirtualTime();
  const slots = slotsOf({}, time);
  slots.opened(2);
  t.is(slots.foundOpen(2), undefined);
  t.is(slots.foundOpen(1)?.code, 'connection-lost');
  t.is(slots.claim(listener(), undefined), 2);
  time.advance(LATENESS_LIMIT - 1);
  t.is(slots.problem(1)?.code, 'slot-unsettled');
  time.advance(1);
  t.is(slots.problem(1), undefined);
  slots.foundOpen(3);
  slots.forget();
  t.is(slots.problem(3), undefined);
});

test('what a former program has used is in doubt, and that is every slot where no memory tells', (t) => {
  for (const [text, doubted] of [['', [1, 2, 3]], ['1.2.', [1, 2, 3]], ['1.2. ', []], [' ,1', [1]], ['1.2. ,1,2', [1, 2]]] as const) {
    const time = new VirtualTime();
    const slots = slotsOf({}, time, new TextMemory(text));
    const unsettled = (): number[] => [1, 2, 3].filter((slot) => slots.problem(slot) !== undefined);
    t.deepEqual(unsettled(), [...doubted], text);
    t.is(slots.isAnySettled, unsettled().length < 2);
    t.deepEqual(Array.from({ length: doubted.length }, () => slots.takeLeft()).reverse(), [...doubted]);
    t.is(slots.takeLeft(), undefined);
    time.advance(LATENESS_LIMIT - 1);
    t.deepEqual(unsettled(), [...doubted]);
    time.advance(1);
    t.deepEqual(unsettled(), []);
  }
});

test('a client without a will is given no slot that may keep one', (t) => {
  const slots = slotsOf();
  t.is(slots.problem(1, false)?.code, 'slot-unsettled');
  t.is(slots.problem(1, true), undefined);
  slots.forget();
  t.is(slots.problem(1, false), undefined);
  slots.enter(1, true);
  t.is(slots.claim(listener(), undefined, false), 2);
  t.is(slots.problem(1, false)?.code, 'slot-unsettled');
  slots.forget();
  t.is(slots.problem(1, false), undefined);
});

test('the memory has what the next program must leave alone, for as long as it must', (t) => {
  const time = new VirtualTime();
  const memory = new TextMemory('1.2. ,1');
  const slots = slotsOf({}, time, memory);
  slots.enter(2, true);
  t.is(memory.text, '1.2. ,1,2');
  time.advance(LATENESS_LIMIT);
  slots.keep();
  t.is(memory.text, '1.2. ,2');
  slots.forget();
  t.is(memory.text, '1.2. ,2');
  slots.enter(1, true);
  t.is(memory.text, '1.2. ,1');
});

test('what was under way in a slot that was claimed before the module restarted is not owed', (t) => {
  const slots = slotsOf();
  slots.claim(listener(), 1);
  slots.claim(listener(), 2);
  t.true(slots.release(1));
  slots.forget();
  t.false(slots.release(2));
  t.false(slots.release(7));
});

test('a taken slot, and numbers that are none', (t) => {
  const slots = slotsOf();
  slots.claim(listener(), 2);
  t.is((t.throws(() => slots.claim(listener(), 2)) as CellularError).code, 'slot-taken');
  for (const slot of [0, 4, -1, 1.5, NaN]) {
    t.is((t.throws(() => slots.claim(listener(), slot)) as CellularError).code, 'invalid-argument');
    t.notThrows(() => slots.release(slot));
  }
});

test('a URC goes to its slot and to no other', (t) => {
  const slots = slotsOf();
  const first = listener();
  const second = listener();
  slots.claim(first, 1);
  slots.claim(second, 2);
  t.true(slots.route(mqttBroken, fieldsOf(mqttBroken, ' 2,1')));
  t.deepEqual(first.heard, []);
  t.deepEqual(second.heard, [mqttBroken]);
  t.true(slots.route(mqttBroken, fieldsOf(mqttBroken, '3,1')));
  t.is(slots.unclaimed, 1);
  t.false(slots.route(packetRegistrationChanged, fieldsOf(packetRegistrationChanged, '1')));
});

test('the end of the link is told once, and only of a link that was up', (t) => {
  const slots = slotsOf();
  const first = listener();
  slots.claim(first, 1);
  const error = cellularError('connection-lost', 'gone');
  slots.down(error);
  t.deepEqual(first.heard, []);
  slots.up();
  slots.down(error);
  slots.down(error);
  t.deepEqual(first.heard, [error]);
});
