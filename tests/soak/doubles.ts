import type { SerialOptions, SerialPort } from '../../modules/ports/serial.js';
import type { Alarm, Time } from '../../modules/ports/time.js';
import type { Outbox, OutboxRecord } from '../../modules/telemetry/outbox.js';
import type { OutboxWatch } from '../../host-sim/soak/watched-journal.js';
import { latin1, utf8 } from '../support/bytes.js';

const DAY = 86_400_000;
const YEAR = 365 * DAY;

type Serial = new (options: SerialOptions) => SerialPort;

/** The same outbox but for what `changes` has. */
function like(outbox: Outbox, changes: Partial<Outbox>): Outbox {
  return {
    prepare: () => outbox.prepare?.(),
    setEpoch: (...now) => outbox.setEpoch?.(...now),
    get length() {
      return outbox.length;
    },
    get dropped() {
      return outbox.dropped;
    },
    get maximumPayload() {
      return outbox.maximumPayload;
    },
    get newest() {
      return outbox.newest;
    },
    append: (...reading) => outbox.append(...reading),
    peek: (record, after) => outbox.peek(record, after),
    acknowledge: (sequence) => outbox.acknowledge(sequence),
    ...changes,
  };
}

/** Says that it has accepted each tenth reading, and has not. */
export function forgetful(outbox: Outbox, watch: OutboxWatch): Outbox {
  let count = 0;
  return like(outbox, {
    append: (payload, byteLength, ...rest) => {
      count += 1;
      if (count % 10 > 0) return outbox.append(payload, byteLength, ...rest);
      watch.onAccepted(1_000_000 + count, latin1(payload.subarray(0, byteLength)));
      return 1_000_000 + count;
    },
  });
}

/** Takes none of each ten readings, and does not say so. */
export function silent(outbox: Outbox): Outbox {
  let count = 0;
  return like(outbox, { append: (...reading) => ((count += 1) % 10 > 0 ? outbox.append(...reading) : 0) });
}

/** Does not let go of each fifth reading. */
export function clinging(outbox: Outbox): Outbox {
  return like(outbox, {
    acknowledge: (sequence) => {
      if (sequence % 5 > 0) outbox.acknowledge(sequence);
    },
  });
}

/** Dates what it keeps a day late. */
export function misdating(outbox: Outbox): Outbox {
  return like(outbox, {
    append: (payload, byteLength, timeBase, time) => outbox.append(payload, byteLength, timeBase, time + DAY),
  });
}

/** Keeps a kilobyte of each that any of them was ever given. */
export function hoarding(): (outbox: Outbox) => Outbox {
  const hoard: number[][] = [];
  return (outbox) =>
    like(outbox, {
      append: (...reading) => {
        hoard.push(new Array<number>(128).fill(hoard.length));
        return outbox.append(...reading);
      },
    });
}

/** Changes what it was given. */
export function corrupting(outbox: Outbox): Outbox {
  return like(outbox, {
    peek: (record, after) => {
      const isThere = outbox.peek(record, after);
      const digit = record.payload.findIndex((byte) => byte > 0x30 && byte <= 0x39);
      if (isThere) record.payload[digit] = 0x31 + ((record.payload[digit] - 0x30) % 9);
      return isThere;
    },
  });
}

/** Gives the newest reading first. */
export function backwards(outbox: Outbox): Outbox {
  return like(outbox, {
    peek: (record: OutboxRecord, after = 0) => outbox.peek(record, outbox.newest > after ? outbox.newest - 1 : after),
  });
}

/** Lets go of a reading as soon as it has been looked at: it may be under way, and has not arrived. */
export function hasty(outbox: Outbox): Outbox {
  let last = 0;
  const changed = like(outbox, {
    peek: (record, after) => {
      if (last > 0) changed.acknowledge(last);
      const isThere = outbox.peek(record, after);
      last = isThere ? record.sequence : 0;
      return isThere;
    },
  });
  return changed;
}

/** On a host with this time all that is to come in some minutes comes a second late. */
export function lagging(time: Time): Time {
  return {
    now: () => time.now(),
    alarm(callback): Alarm {
      const alarm = time.alarm(callback);
      return { arm: (delay) => alarm.arm(delay > 60_000 ? delay + 1000 : delay), disarm: () => alarm.disarm() };
    },
  };
}

/** A driver with this time leaves an alarm armed behind each that it makes. */
export function leaking(time: Time): Time {
  return {
    now: () => time.now(),
    alarm(callback): Alarm {
      time.alarm(() => undefined).arm(YEAR);
      return time.alarm(callback);
    },
  };
}

/** A driver on this port hears `heard` as soon as it has written what `is` knows, before the module can answer. */
function misleading(is: (text: string) => boolean, heard: string): (Port: Serial) => Serial {
  return (Port) =>
    class extends Port {
      readonly #options: SerialOptions;
      #forged: Uint8Array | undefined;

      constructor(options: SerialOptions) {
        super(options);
        this.#options = options;
      }

      override write(bytes: Uint8Array): void {
        super.write(bytes);
        if (!is(latin1(bytes))) return;
        this.#forged = utf8(heard);
        this.#options.onReadable.call(this, this.#forged.length);
      }

      override read(target: Uint8Array): number | undefined {
        const forged = this.#forged;
        if (forged === undefined) return super.read(target);
        this.#forged = undefined;
        target.set(forged);
        return forged.length;
      }
    };
}

/** A driver on this port takes another's OK for the answer to `AT+CSQ`. */
export const misanswered = misleading((text) => text.startsWith('AT+CSQ'), '\r\nOK\r\n');

/** A driver on this port takes something for the broker's acknowledgement of a reading, whose last piece it has written. */
export const deceived = misleading((text) => text.endsWith('}'), '\r\nOK\r\n\r\n+MQTTPUB: 1,1\r\n');

/** A driver on this port opens plain connections, whatever it wants: the last argument is changed on its way. */
export function unwrapped(Port: Serial): Serial {
  return class extends Port {
    #line = '';

    override write(bytes: Uint8Array): void {
      super.write(bytes.map((byte) => this.#changed(byte)));
    }

    #changed(byte: number): number {
      const isLast = this.#line.includes('AT+MQTTOPEN=') && this.#line.split(',').length === 6;
      this.#line = byte === 0x0d ? '' : this.#line + String.fromCharCode(byte);
      return isLast && byte === 0x32 ? 0x30 : byte;
    }
  };
}

/** A driver on this port throws where it hears of the network. */
export function throwing(Port: Serial): Serial {
  return class extends Port {
    override write(bytes: Uint8Array): void {
      if (latin1(bytes).startsWith('AT+MQTTPUB')) throw new TypeError('the port is broken');
      super.write(bytes);
    }
  };
}

/** A driver on this port cannot subscribe: whatever pieces it writes, the slot becomes one that no module has. */
export function muffled(Port: Serial): Serial {
  return class extends Port {
    #line = '';

    override write(bytes: Uint8Array): void {
      super.write(bytes.map((byte) => this.#changed(byte)));
    }

    #changed(byte: number): number {
      const isSlot = this.#line === 'AT+MQTTSUB=';
      this.#line = byte === 0x0d ? '' : this.#line + String.fromCharCode(byte);
      return isSlot ? 0x39 : byte;
    }
  };
}

/** Gives a record again where the one behind it was asked for. */
export function confused(outbox: Outbox): Outbox {
  return like(outbox, {
    peek: (record, after = 0) => outbox.peek(record, after > 0 ? after - 1 : after),
  });
}

/** A driver on this port gets a reading wrong where a piece of it is longer than the one before: mostly they become shorter. */
export function uneven(Port: Serial): Serial {
  return class extends Port {
    #before = Infinity;

    override write(bytes: Uint8Array): void {
      const isLonger = bytes.length > this.#before;
      super.write(isLonger ? bytes.map((byte) => (byte === 0x31 ? 0x32 : byte)) : bytes);
      const isEnd = bytes[bytes.length - 1] === 0x0d || bytes[bytes.length - 1] === 0x7d;
      this.#before = isEnd ? Infinity : bytes.length;
    }
  };
}
