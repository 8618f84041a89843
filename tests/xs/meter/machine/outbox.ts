import { JournalOutbox } from '../../../../modules/telemetry/journal/journal-outbox.js';
import { recordFor, TimeBase } from '../../../../modules/telemetry/outbox.js';
import type { Flash, FlashStatus } from '../../../../modules/ports/flash.js';
import { enterDriver, leaveDriver, metered, takeLongestTurn } from './meter.js';
import { ERASING_CALL, OPENING_CALL, type TurnReport } from '../report.js';

const BLOCK_LENGTH = 4096;
const ERASED = 255;
/** Bytes of a reading. */
const PAYLOAD = 36;
/** Which have left before: the oldest sector is in part done. */
const LEFT = 500;
const WAITING = 10_000;
const BLOCKS = 200;
/** Which fit into the sector … */
const SOME = 10;
/** … and more than any sector takes. */
const ROUNDS = 100;

/** NOR flash in RAM, whose time is not the driver's: on a device it is native code, and a bus. */
class MeteredFlash implements Flash {
  readonly #bytes = new Uint8Array(BLOCK_LENGTH * BLOCKS).fill(ERASED);
  readonly #status: FlashStatus = { blockLength: BLOCK_LENGTH, blocks: BLOCKS };

  read(target: Uint8Array, byteOffset: number): void {
    const wasInside = leaveDriver();
    const bytes = this.#bytes;
    const { length } = target;
    for (let index = 0; index < length; index += 1) target[index] = bytes[byteOffset + index];
    enterDriver(wasInside);
  }

  write(source: Uint8Array, byteOffset: number): void {
    const wasInside = leaveDriver();
    const bytes = this.#bytes;
    const { length } = source;
    for (let index = 0; index < length; index += 1) bytes[byteOffset + index] &= source[index];
    enterDriver(wasInside);
  }

  eraseBlock(block: number): void {
    const wasInside = leaveDriver();
    this.#bytes.fill(ERASED, block * BLOCK_LENGTH, (block + 1) * BLOCK_LENGTH);
    enterDriver(wasInside);
  }

  status(): FlashStatus {
    return this.#status;
  }

  close(): void {
    // Nothing is held.
  }
}

/** The longest turns on an outbox that is full of readings. */
export function outboxTurns(): TurnReport[] {
  const flash = new MeteredFlash();
  const open = (): JournalOutbox => new JournalOutbox({ flash: { io: { open: () => flash } } });
  let outbox = open();
  const payload = new Uint8Array(PAYLOAD).fill(ERASED);
  const append = metered(() => outbox.append(payload, PAYLOAD, TimeBase.utc, 0));
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
  turns.push(longest('appending to the outbox', SOME, append));
  turns.push(longest(ERASING_CALL, ROUNDS, append));
  return turns;
}

function longest(name: string, rounds: number, call: () => void): TurnReport {
  takeLongestTurn();
  for (let round = 0; round < rounds; round += 1) call();
  return { name, computrons: takeLongestTurn() };
}
