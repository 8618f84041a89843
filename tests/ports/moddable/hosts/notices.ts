import type { ByteQueue } from '../../../../host-sim/uart/byte-queue.js';
import type { Alarm, Time } from '../../../../modules/ports/time.js';

export interface NoticesOptions {
  readonly time: Time;
  readonly received: ByteQueue;
  /** So much has been received. */
  readonly onReadable: (count: number) => void;
  /** There may be room to write. */
  readonly onWritable: () => void;
}

/** What a native driver's interrupts leave for a turn of the machine: both directions are told in one, and none after `close`. */
export class Notices {
  readonly #message: Alarm;
  #isReadable = false;
  #isWritable = false;
  #isClosed = false;

  constructor({ time, received, onReadable, onWritable }: NoticesOptions) {
    this.#message = time.alarm(() => {
      if (this.#isReadable) {
        this.#isReadable = false;
        if (received.length > 0) onReadable(received.length);
      }
      if (this.#isWritable && !this.#isClosed) {
        this.#isWritable = false;
        onWritable();
      }
    });
  }

  readable(): void {
    this.#isReadable = true;
    this.#message.arm(0);
  }

  writable(): void {
    this.#isWritable = true;
    this.#message.arm(0);
  }

  mustBeOpen(): void {
    if (this.#isClosed) throw new Error('closed');
  }

  close(): void {
    this.#isClosed = true;
    this.#message.disarm();
  }
}
