import test from 'ava';
import type { Flash, FlashStatus } from '../../../modules/ports/flash.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { recordFor, TimeBase } from '../../../modules/telemetry/outbox.js';
import { Gauge } from '../heap.js';

const BLOCK_LENGTH = 4096;
const BLOCKS = 4;

/** Flash that allocates nothing, as the device's does; the host's would make views. */
class PlainFlash implements Flash {
  readonly #bytes = new Uint8Array(BLOCK_LENGTH * BLOCKS).fill(255);
  readonly #status: FlashStatus = { blockLength: BLOCK_LENGTH, blocks: BLOCKS };

  read(target: Uint8Array, byteOffset: number): void {
    const bytes = this.#bytes;
    for (let index = 0; index < target.length; index += 1) target[index] = bytes[byteOffset + index];
  }

  write(source: Uint8Array, byteOffset: number): void {
    const bytes = this.#bytes;
    for (let index = 0; index < source.length; index += 1) bytes[byteOffset + index] &= source[index];
  }

  eraseBlock(block: number): void {
    this.#bytes.fill(255, block * BLOCK_LENGTH, (block + 1) * BLOCK_LENGTH);
  }

  status(): FlashStatus {
    return this.#status;
  }

  close(): void {}
}

test('append, peek and acknowledge allocate nothing, round and round the flash', (t) => {
  const flash = new PlainFlash();
  const outbox = new JournalOutbox({ flash: { io: { open: () => flash } } });
  const record = recordFor(outbox);
  const payload = new Uint8Array(60).fill(0x20);
  const gauge = new Gauge();
  const run = (rounds: number): void => {
    gauge.start();
    for (let round = 0; round < rounds; round += 1) {
      const sequence = outbox.append(payload, 20 + (round % 40), TimeBase.utc, round);
      if (round % 3 !== 0 && outbox.peek(record)) outbox.acknowledge(record.sequence);
      if (round % 7 === 0 && outbox.peek(record, sequence - 1)) outbox.acknowledge(sequence);
    }
    gauge.stop();
  };
  // Each length that is read or written has its view made.
  run(2000);
  run(400);
  t.is(gauge.slots, 0);
  t.is(gauge.chunkBytes, 0);
  t.is(gauge.collections, 0);
  t.true(outbox.dropped > 0);
});
