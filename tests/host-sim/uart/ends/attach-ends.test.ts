import test from 'ava';
import type { LineEnd } from '../../../../host-sim/uart/ends/line-end.js';
import { attachEnds } from '../../../../host-sim/uart/ends/attach-ends.js';
import { VirtualUart } from '../../../../host-sim/uart/virtual-uart.js';
import { VirtualTime } from '../../../../host-sim/time/virtual-time.js';

/** An end in the hands of the test. */
class HandEnd implements LineEnd {
  readonly name = 'hand';
  readonly lost = 0;
  heard = '';
  isPaused = false;
  type: (text: string) => void = () => undefined;

  write(bytes: Uint8Array): void {
    this.heard += Buffer.from(bytes).toString('latin1');
  }

  onBytes(handler: (bytes: Uint8Array) => void): void {
    this.type = (text) => handler(Buffer.from(text, 'latin1'));
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

interface EndsBench {
  readonly time: VirtualTime;
  readonly uart: VirtualUart;
  readonly ends: readonly [HandEnd, HandEnd];
  readonly detach: () => void;
  readonly atModule: () => string;
}

function bench(): EndsBench {
  const time = new VirtualTime();
  const uart = new VirtualUart({ time, receiveFifo: 4096, transmitFifo: 4096 });
  const ends = [new HandEnd(), new HandEnd()] as const;
  const detach = attachEnds(uart, 115_200, ends);
  let heard = '';
  uart.module.onBytes((bytes) => {
    heard += Buffer.from(bytes).toString('latin1');
  });
  return { time, uart, ends, detach, atModule: () => heard };
}

test('all ends hear the module, and what they send comes in its order', (t) => {
  const { time, uart, ends, atModule } = bench();
  ends[0].type('AT\r');
  ends[1].type('ATI\r');
  time.advance(100);
  t.is(atModule(), 'AT\rATI\r');
  uart.module.write(Buffer.from('\r\nOK\r\n'));
  time.advance(100);
  t.deepEqual([ends[0].heard, ends[1].heard], ['\r\nOK\r\n', '\r\nOK\r\n']);
});

test('bytes take the time that the rate gives them', (t) => {
  const { time, ends, atModule } = bench();
  time.advance(1);
  ends[0].type('A'.repeat(1152));
  time.advance(90);
  t.true(atModule().length < 1152);
  time.advance(11);
  t.is(atModule().length, 1152, 'ten bits a byte at 115200');
});

test('a client that sends faster than the line waits, and loses nothing', (t) => {
  const { time, ends, atModule } = bench();
  let sent = '';
  let waits = 0;
  for (let piece = 0; sent.length < 100_000; piece += 1) {
    if (ends[0].isPaused) {
      waits += 1;
      t.true(ends[1].isPaused, 'the line is the same for all');
      t.true(time.runUntil(() => !ends[0].isPaused, 10_000));
    }
    const text = String(piece).padStart(1000, '.');
    ends[0].type(text);
    sent += text;
  }
  time.advance(10_000);
  t.true(waits > 10, 'no more than some kilobytes are taken ahead of the line');
  t.false(ends[0].isPaused);
  t.is(atModule(), sent);
});

test('untied, nothing passes any more', (t) => {
  const { time, uart, ends, detach, atModule } = bench();
  detach();
  ends[0].type('AT\r');
  uart.module.write(Buffer.from('OK'));
  time.advance(1000);
  t.is(atModule() + ends[0].heard, '');
});
