import type { ModuleLine } from '../../host-sim/module/module-line.js';
import type { Alarm, Time } from '../../modules/ports/time.js';
import type { Choices } from './choices.js';

/** What a module may say out of turn. */
const INTERJECTIONS: readonly string[] = [
  '\r\nOK\r\n',
  '\r\nERROR\r\n',
  '\r\n+CME ERROR: 3\r\n',
  '\r\n+TCPIP ERROR: 631\r\n',
  '\r\n> ',
  '\r\nAT command ready\r\n',
  '\r\n+SIM: Removed\r\n',
  '\r\n+CGREG: 2\r\n',
  '\r\n+CGREG: 1,"1A2B","00C3D4E5",7\r\n',
  '\r\n+MIPCALL: 0\r\n',
  '\r\n+MQTTPUB: 1,1\r\n',
  '\r\n+MQTTOPEN: 1,0\r\n',
  '\r\n+MQTTBREAK: 1,1\r\n',
  '\r\n+MQTTMSG: 1,0,"t","an open line\r\n',
  '\r\n+MQTTREAD: 1,0,1,4096,"t","too short"\r\n\r\nOK\r\n',
  '\r\n+MQTTMSGI: 2,1,3,700\r\n',
  '\r\n+XYZ: 1,"OK"\r\n',
  'AT+CSQ\r',
  'AT+MQTTUSER=1,"u","p"\r\r\n',
  '\x00\xff\xfe\x80',
  `\r\n${'x'.repeat(3000)}\r\n`,
];
/** How often an interjection comes at once: a storm. */
const STORM = 40;
/** Beyond the longest deadline of a command without a network behind it. */
const LONGEST_DELAY = 40_000;

/** Between a module and its UART: what the module says is flipped, dropped, repeated, cut, held up or interrupted, as chosen. */
export class GarblingLine implements ModuleLine {
  readonly #line: ModuleLine;
  readonly #choices: Choices;
  readonly #time: Time;
  readonly #release: Alarm;
  /** In order: a serial line has no other. */
  #held: { readonly bytes: Uint8Array; readonly at: number }[] = [];

  constructor(line: ModuleLine, time: Time, choices: Choices) {
    this.#line = line;
    this.#time = time;
    this.#choices = choices;
    this.#release = time.alarm(() => this.#drain());
  }

  onBytes(handler: (bytes: Uint8Array) => void): void {
    this.#line.onBytes(handler);
  }

  write(bytes: Uint8Array): void {
    const last = this.#held[this.#held.length - 1];
    let at = Math.max(this.#time.now(), last?.at ?? 0);
    for (const piece of this.#garbled(bytes)) {
      at += this.#delay();
      this.#held.push({ bytes: piece, at });
    }
    this.#drain();
  }

  #garbled(bytes: Uint8Array): readonly Uint8Array[] {
    const choices = this.#choices;
    const position = choices.below(bytes.length || 1);
    const count = 1 + choices.below(8);
    const before = bytes.subarray(0, position);
    const behind = bytes.subarray(position);
    switch (choices.below(16)) {
      case 1:
        return [before, Uint8Array.from(behind, (byte, index) => (index < count ? byte ^ (1 << (count % 8)) : byte))];
      case 2:
        return [before, bytes.subarray(position + count)];
      case 3:
        return [before, bytes.subarray(position, position + count), behind];
      case 4:
        return [bytes, bytes];
      case 5:
        return [before, behind];
      case 6:
        return [before];
      case 7:
        return [];
      case 8:
        return [before, this.#interjection(1), behind];
      case 9:
        return [bytes, this.#interjection(1)];
      case 10:
        return [this.#interjection(1 + choices.below(STORM)), bytes];
      case 11:
        return [before, Uint8Array.from({ length: count }, () => choices.byte()), behind];
      default:
        return [bytes];
    }
  }

  #interjection(times: number): Uint8Array {
    return Buffer.from(this.#choices.oneOf(INTERJECTIONS).repeat(times), 'latin1');
  }

  #delay(): number {
    switch (this.#choices.below(12)) {
      case 1:
        return 1 + this.#choices.below(400);
      case 2:
        return this.#choices.below(LONGEST_DELAY);
      default:
        return 0;
    }
  }

  #drain(): void {
    let count = 0;
    while (count < this.#held.length && this.#held[count].at <= this.#time.now()) {
      this.#line.write(this.#held[count].bytes);
      count += 1;
    }
    this.#held = this.#held.slice(count);
    if (this.#held.length > 0) this.#release.arm(this.#held[0].at - this.#time.now());
  }
}
