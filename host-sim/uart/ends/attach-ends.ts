import type { SerialPort } from '../../../modules/ports/serial.js';
import { ByteQueue } from '../byte-queue.js';
import type { VirtualUart } from '../virtual-uart.js';
import type { LineEnd } from './line-end.js';

/** Bytes that wait to be sent to the module, from which on the ends are not read from, and below which they are again. */
const FULL = 4096;
const DRAINED = 1024;

/**
 * Takes the host's side of the UART and ties all ends to it, as wires are tied: each hears all that the module says, and what
 * comes from any of them goes to the module in the order in which it came, at the pace of `baud`. Two programs that send at
 * the same time garble each other's lines, as they would on a wire; one can watch what another does.
 *
 * Returns the function that unties them. The ends stay open.
 */
export function attachEnds(uart: VirtualUart, baud: number, ends: readonly LineEnd[]): () => void {
  const toModule = new ByteQueue();
  let room = 0;
  let isPaused = false;

  const port: SerialPort = new uart.Serial({
    baud,
    onReadable: (count) => {
      const bytes = new Uint8Array(count);
      const read = port.read(bytes) ?? 0;
      for (const end of ends) end.write(bytes.subarray(0, read));
    },
    onWritable: (count) => {
      room = count;
      send();
    },
  });

  function send(): void {
    const bytes = toModule.shift(room);
    room -= bytes.length;
    port.write(bytes);
    if (isPaused && toModule.length < DRAINED) setPaused(false);
  }

  function setPaused(value: boolean): void {
    isPaused = value;
    for (const end of ends) {
      if (value) end.pause();
      else end.resume();
    }
  }

  let isAttached = true;
  for (const end of ends) {
    end.onBytes((bytes) => {
      if (!isAttached) return;
      toModule.push(bytes);
      send();
      if (!isPaused && toModule.length > FULL) setPaused(true);
    });
  }
  return () => {
    isAttached = false;
    port.close();
  };
}
