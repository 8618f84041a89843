import test from 'ava';
import { NorFlash, type NorFlashOptions } from '../../../host-sim/flash/nor-flash.js';
import { flashRegion } from '../../../modules/telemetry/journal/flash-region.js';
import type { JournalOutboxOptions } from '../../../modules/telemetry/journal/journal-options.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { TimeBase } from '../../../modules/telemetry/outbox.js';

class ClosingFlash extends NorFlash {
  closed = 0;
  override close(): void {
    this.closed += 1;
  }
}

function refusal(open: () => unknown): string {
  try {
    open();
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

function journal(options: Partial<JournalOutboxOptions> = {}, flash: Partial<NorFlashOptions> = {}): JournalOutbox {
  return new JournalOutbox({ flash: { io: new NorFlash({ blocks: 2, ...flash }) }, ...options });
}

test('a refusal names the option, and the bound that it breaks', (t) => {
  const status = (changes: object): NorFlash => {
    const flash = new NorFlash({ blocks: 2 });
    return Object.assign(flash, { status: () => ({ blockLength: 4096, blocks: 2, ...changes }) });
  };
  const on = (changes: object) => (): JournalOutbox => new JournalOutbox({ flash: { io: status(changes) } });
  t.is(refusal(on({ blocks: 1 })), 'flash.blocks: at least 2, is 1 (Flash.status())');
  t.is(refusal(on({ blockLength: 4095 })), 'flash.blockLength: a multiple of 4, is 4095 (Flash.status())');
  t.is(refusal(on({ writeAlign: 8 })), 'flash.writeAlign: 1, 2 or 4, is 8 (Flash.status())');
  t.is(refusal(on({ eraseValue: 0 })), 'flash.eraseValue: 255, is 0 (Flash.status())');
  t.is(refusal(on({ writeAlign: 2, eraseValue: 255 })), 'accepted');
  const policies = 'must be drop-oldest, drop-newest or thin-out';
  t.is(refusal(() => journal({ whenFull: 'drop' as never })), `whenFull: ${policies} (JournalOutbox)`);
});

test('the longest payload has bounds: of the layout, and of a block', (t) => {
  const bound = 'maximumPayload: must be a whole number from 1 to 65535 (JournalOutbox)';
  for (const maximumPayload of [0, 1.5, 65536, NaN]) t.is(refusal(() => journal({ maximumPayload }, { blockLength: 131072 })), bound);
  for (const maximumPayload of [1, 65535]) t.is(refusal(() => journal({ maximumPayload }, { blockLength: 131072 })), 'accepted');
  const flash = new ClosingFlash({ blocks: 2 });
  const open = (): JournalOutbox => new JournalOutbox({ flash: { io: flash }, maximumPayload: 4044 });
  t.is(refusal(open), 'maximumPayload: at most 4043 with blocks of 4096 bytes (Outbox)');
  t.is(flash.closed, 1);
});

test('a payload has a length that fits', (t) => {
  const outbox = journal();
  for (const byteLength of [-1, 0.5, 513, NaN]) {
    const append = (): number => outbox.append(new Uint8Array(513), byteLength, TimeBase.utc, 0);
    t.is(refusal(append), `byteLength: at most 512, is ${byteLength} (Outbox)`);
  }
  t.is(outbox.length, 0);
});

test('a region of flash lies within it', (t) => {
  const region = (firstBlock: number, blocks: number, flash = new ClosingFlash({ blocks: 6 })): string => {
    const result = refusal(() => new JournalOutbox({ flash: flashRegion({ io: flash }, firstBlock, blocks) }));
    t.is(flash.closed, result === 'accepted' ? 0 : 1);
    return result;
  };
  t.is(region(4, 3), 'blocks: up to block 5, is 6 (flashRegion)');
  t.is(region(-1, 3), 'blocks: up to block 5, is 1 (flashRegion)');
  t.is(region(NaN, 3), 'blocks: up to block 5, is NaN (flashRegion)');
  t.is(region(4, 2), 'accepted');
  t.is(region(0, 6), 'accepted');
});

test('closing lets go of the flash, through its region too', (t) => {
  const flash = new ClosingFlash({ blocks: 2 });
  new JournalOutbox({ flash: { io: flash } }).close();
  t.is(flash.closed, 1);
  new JournalOutbox({ flash: flashRegion({ io: flash }, 0, 2) }).close();
  t.is(flash.closed, 2);
});
