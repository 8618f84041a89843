import { collectAll } from '../heap.js';
import { host } from '../host/globals.js';
import { clock } from '../moddable/clock.js';
import Serial from '../moddable/serial.js';
import Timer from '../moddable/timer.js';
import { FREE_ON_ESP32 } from './esp32.js';
import { Hearing, Saying } from './frame.js';
import { wire } from './wire.js';

export interface Program {
  /** In the device's first turn. */
  start(): void;
  /** The bench has something to tell. */
  command?(text: string): void;
}

/**
 * The device's own loop: it waits for a turn, brings the serial port's news, lets the timers ring and waits again. A turn takes
 * no time. Does not return; the process ends with the bench.
 */
export function run(program: Program): never {
  const decoder = new TextDecoder();
  host.limitStack(FREE_ON_ESP32.stack);
  collectAll();
  host.markPeaks();
  wire.sayWithCounters(Saying.loaded, 0);
  clock.ticks = wire.heard(1) >>> 0;
  program.start();
  for (;;) {
    const byteLength = wire.sayWithCounters(Saying.idle, Timer.next());
    if (wire.heard(0) === Hearing.collect) {
      collectAll();
      continue;
    }
    clock.ticks = wire.heard(1) >>> 0;
    if (wire.heard(0) === Hearing.command) program.command?.(decoder.decode(wire.bytes.subarray(0, byteLength)));
    else {
      Serial.deliver(wire.heard(2), wire.heard(3));
      Timer.execute();
    }
  }
}
