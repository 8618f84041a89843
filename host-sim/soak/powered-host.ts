import type { Oddities } from '../../modules/base/oddity.js';
import type { SerialClass, SerialOptions, SerialPort } from '../../modules/ports/serial.js';
import type { Alarm, Time } from '../../modules/ports/time.js';

/**
 * The microcontroller that the driver runs on, from one start to the loss of its power. From then on its ports are closed, no
 * alarm of it rings, and what the turn in which it happened still throws is nobody's: on the real one that turn just ends.
 */
export class PoweredHost implements Time {
  readonly Serial: SerialClass;
  /** What is written to the module, before it is on the line. */
  onWrite: ((bytes: Uint8Array) => void) | undefined;
  readonly #time: Time;
  readonly #ports: SerialPort[] = [];
  #isDead = false;

  /** `oddities` decides where the driver on this host does otherwise than it mostly does. */
  constructor(
    time: Time,
    Serial: new (options: SerialOptions) => SerialPort,
    readonly oddities?: Oddities,
  ) {
    this.#time = time;
    this.Serial = this.#serialClass(Serial);
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  now(): number {
    return this.#time.now();
  }

  alarm(callback: () => void): Alarm {
    return this.#time.alarm(() => this.alive(callback));
  }

  /** Runs it unless the host is dead, or until it dies of it. */
  alive(action: () => void): void {
    if (this.#isDead) return;
    try {
      action();
    } catch (error) {
      if (!this.#isDead) throw error;
    }
  }

  die(): void {
    this.#isDead = true;
    for (const port of this.#ports) port.close();
  }

  #serialClass(Serial: new (options: SerialOptions) => SerialPort): SerialClass {
    const ports = this.#ports;
    const { oddities } = this;
    const alive = (action: () => void): void => this.alive(action);
    const written = (bytes: Uint8Array): void => this.onWrite?.(bytes);
    return class extends Serial {
      readonly oddities = oddities;

      constructor(options: SerialOptions) {
        super({
          ...options,
          onReadable(count) {
            alive(() => options.onReadable.call(this, count));
          },
          onWritable(count) {
            alive(() => options.onWritable.call(this, count));
          },
        });
        ports.push(this);
      }

      override write(bytes: Uint8Array): void {
        written(bytes);
        super.write(bytes);
      }
    };
  }
}
