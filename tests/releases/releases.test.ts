import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import fc from 'fast-check';
import { NorFlash } from '../../host-sim/flash/nor-flash.js';
import type * as cellnode from '../../modules/index.js';
import { JournalOutbox } from '../../modules/telemetry/journal/journal-outbox.js';
import { type Outbox, recordFor, TimeBase } from '../../modules/telemetry/outbox.js';
import { ModdableDevice } from '../ports/moddable/preload/moddable-device.js';
import { check } from '../property.js';
import { files, runHost } from '../xs/host/run-host.js';
import { preloading } from '../xs/host/xs-host.js';

/** Of each release the bundle for Moddable, as nodes in the field run it: `npm run release` keeps it here. */
const FOLDER = fileURLToPath(new URL('../../../tests/releases/', import.meta.url));
const RELEASES = readdirSync(FOLDER).filter((name) => /^\d+\.\d+\.\d+$/.test(name));

const FLASH = { blockLength: 512, blocks: 5 } as const;
const MAXIMUM_PAYLOAD = 48;
/** 2026-03-01. */
const UTC = Date.UTC(2026, 2, 1);

/** What a node does with its outbox, and what it suffers. */
type Step =
  | { readonly does: 'append'; readonly byteLength: number; readonly isDated: boolean }
  | { readonly does: 'acknowledge'; readonly place: number }
  | { readonly does: 'learn the clock' | 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('append' as const), byteLength: fc.integer({ min: 1, max: MAXIMUM_PAYLOAD }), isDated: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('acknowledge' as const), place: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('learn the clock' as const, 'restart' as const) }) },
);

/** All that waits, oldest first. */
function waiting(outbox: Outbox): object[] {
  const record = recordFor(outbox);
  const found: object[] = [];
  for (let after = 0; outbox.peek(record, after); after = record.sequence) {
    const { sequence, timeBase, time, boot, payload, byteLength } = record;
    found.push({ sequence, timeBase, time, boot, payload: [...payload.subarray(0, byteLength)] });
  }
  return found;
}

function live(open: () => Outbox, steps: readonly Step[]): void {
  let outbox = open();
  steps.forEach((taken, index) => {
    switch (taken.does) {
      case 'append': {
        const payload = new Uint8Array(MAXIMUM_PAYLOAD).fill(index);
        outbox.append(payload, taken.byteLength, taken.isDated ? TimeBase.utc : TimeBase.uptime, taken.isDated ? UTC + index : index);
        break;
      }
      case 'acknowledge': {
        const { sequence } = (waiting(outbox)[taken.place] ?? { sequence: 0 }) as { readonly sequence: number };
        if (sequence > 0) outbox.acknowledge(sequence);
        break;
      }
      case 'learn the clock':
        outbox.setEpoch?.(UTC);
        break;
      case 'restart':
        outbox = open();
    }
  });
}

test('the bundle of each release is kept, from the first on', (t) => t.true(RELEASES.includes('0.1.0')));

for (const version of RELEASES) {
  const bundle = `${FOLDER}${version}/cellnode.js`;

  test(`${version}: its bundle is preloaded by XS, and nothing of it takes RAM`, async (t) => {
    // What it imports of the SDK is there, as something that takes no RAM itself.
    const { native } = await files(t, { native: 'export default class {}' });
    t.deepEqual(await runHost([...preloading({ timer: native, time: native, cellnode: bundle }), '-aliases']), { status: 0, output: '', errors: '' });
  });

  test(`${version}: the journal that it leaves in flash opens with all that waits in it, and goes on`, (t) => {
    const { machine } = new ModdableDevice({ driver: readFileSync(bundle, 'utf8') });
    machine.start();
    const released = machine.exports('cellnode') as unknown as typeof cellnode;
    check(
      t,
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const flash = new NorFlash(FLASH);
        const options = { flash: { io: flash }, maximumPayload: MAXIMUM_PAYLOAD };
        const before = (): Outbox => new released.JournalOutbox(options);
        live(before, steps);
        // Once more by the release itself: a restart changes how undated readings are told.
        const expected = waiting(before());
        const outbox = new JournalOutbox(options);
        assert.deepEqual(waiting(outbox), expected);
        assert.equal(outbox.damaged, 0);
        const sequence = outbox.append(new Uint8Array(1), 1, TimeBase.utc, UTC);
        assert(expected.every((record) => (record as { readonly sequence: number }).sequence < sequence));
        assert.equal(flash.refusals, 0);
      }),
    );
  });
}
