import Timer from '../moddable/timer.js';
import { takenStack } from '../device/own-stack.js';
import { wire } from '../device/wire.js';

/** Tells how much of the stack is taken where a timer has just called, before the program has done anything there. */
export function start(): void {
  Timer.set(() => wire.report(`stack ${takenStack()}`));
}
