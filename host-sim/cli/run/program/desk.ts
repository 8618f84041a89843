import type { SerialClass } from '../../../../modules/ports/serial.js';
import type { Time } from '../../../../modules/ports/time.js';

/** What a program finds on a desktop in the place of a device. */
export interface Desk {
  /** Wired to the simulated module, whatever pins the program names. */
  readonly Serial: SerialClass;
  readonly time: Time;
  /** Tells what a part of the device does, or the program's own `trace`. */
  tell(part: string, text: string): void;
}

let current: Desk | undefined = undefined;

/** There is one in a process, as a program finds its modules by their names. */
export function lay(desk: Desk): void {
  current = desk;
}

export function desk(): Desk {
  if (current === undefined) throw new Error('no program runs');
  return current;
}
