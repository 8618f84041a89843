import { JournalOutbox } from '../../../../modules/telemetry/journal/journal-outbox.js';
import { recordFor, TimeBase } from '../../../../modules/telemetry/outbox.js';
import { RamOutbox } from '../../../../modules/telemetry/ram-outbox.js';
import { MeteredFlash } from './flash.js';
import { metered, takeLongestTurn } from './meter.js';
import { ERASING_AHEAD, ERASING_CALL, OPENING_CALL, type TurnReport } from '../report.js';

const ANY = 255;
/** Bytes of a reading. */
const PAYLOAD = 36;
/** Which have left before: the oldest sector is in part done. */
const LEFT = 500;
const WAITING = 10_000;
const BLOCKS = 200;
/** So many fit into the sector. */
const SOME = 10;
/** More than any sector takes. */
const ROUNDS = 100;

/** The longest turns on an outbox that is full of readings. */
export function outboxTurns(): TurnReport[] {
  const flash = new MeteredFlash(BLOCKS);
  const open = (): JournalOutbox => new JournalOutbox({ flash: { io: { open: () => flash } } });
  let outbox = open();
  const payload = new Uint8Array(PAYLOAD).fill(ANY);
  const append = (): number => outbox.append(payload, PAYLOAD, TimeBase.utc, 0);
  for (let count = 0; count < LEFT + WAITING; count += 1) append();
  for (let sequence = 1; sequence <= LEFT; sequence += 1) outbox.acknowledge(sequence);

  const turns = [
    longest(OPENING_CALL, 1, metered(() => {
      outbox = open();
    })),
  ];
  if (outbox.length !== WAITING) throw new Error(`${outbox.length} readings wait`);
  const record = recordFor(outbox);
  const peek = metered(() => outbox.peek(record));
  turns.push(longest('reading the oldest of the outbox', 1, peek));
  turns.push(longest('acknowledging it', ROUNDS, metered(() => outbox.acknowledge(outbox.newest + 1 - outbox.length))));
  turns.push(longest('appending to the outbox', SOME, metered(append)));
  turns.push(longest(ERASING_CALL, ROUNDS, metered(append)));
  const prepare = metered(() => outbox.prepare());
  const appendAndPrepare = (): void => {
    append();
    prepare();
  };
  turns.push(longest(ERASING_AHEAD, ROUNDS, appendAndPrepare));
  return turns;
}

/** The same of the default outbox, whose ring has come round. */
export function ramOutboxTurns(): TurnReport[] {
  const outbox = new RamOutbox();
  const payload = new Uint8Array(PAYLOAD);
  const record = recordFor(outbox);
  const append = (): number => outbox.append(payload, PAYLOAD, TimeBase.utc, 0);
  while (outbox.dropped < ROUNDS) append();
  const readNewest = metered(() => outbox.peek(record, outbox.newest - 1));
  const acknowledgeNewest = metered(() => outbox.acknowledge(outbox.newest));
  return [
    longest('appending to an outbox in RAM, which is full', ROUNDS, metered(append)),
    longest('reading the newest of it', 1, readNewest),
    longest('acknowledging that one', 1, acknowledgeNewest),
  ];
}

function longest(name: string, rounds: number, call: () => void): TurnReport {
  takeLongestTurn();
  for (let round = 0; round < rounds; round += 1) call();
  return { name, computrons: takeLongestTurn() };
}
