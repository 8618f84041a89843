import type { SerialClass, SerialOptions, SerialPort } from '../../modules/ports/serial.js';
import type { Alarm, Time } from '../../modules/ports/time.js';

/** The microcontroller that the driver runs on. A crash closes its ports without a word, and no alarm of it rings any more. */
export class CrashingHost implements Time {
  readonly Serial: SerialClass;
  readonly #time: Time;
  readonly #ports: SerialPort[] = [];
  #isDead = false;

  constructor(time: Time, Serial: new (options: SerialOptions) => SerialPort) {
    this.#time = time;
    const ports = this.#ports;
    this.Serial = class extends Serial {
      constructor(options: SerialOptions) {
        super(options);
        ports.push(this);
      }
    };
  }

  now(): number {
    return this.#time.now();
  }

  alarm(callback: () => void): Alarm {
    return this.#time.alarm(() => {
      if (!this.#isDead) callback();
    });
  }

  crash(): void {
    this.#isDead = true;
    for (const port of this.#ports) port.close();
  }
}
