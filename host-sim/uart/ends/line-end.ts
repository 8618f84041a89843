import type { ModuleLine } from '../../module/module-line.js';

/**
 * A place where another program gets hold of the module's UART. It is a {@link ModuleLine}, so that a simulated module can be
 * put on it directly; {@link attachEnds} puts several of them on one UART, with the pace of its rate.
 */
export interface LineEnd extends ModuleLine {
  /** Where to connect, as one line: `pty /dev/pts/3`, `tcp 127.0.0.1:4059`, `unix /tmp/module`. */
  readonly name: string;
  /** Bytes from the module that were lost because whoever is connected did not read them. */
  readonly lost: number;
  /** Takes nothing from the other program until {@link resume}: its writes wait, as those to a serial port do. */
  pause(): void;
  /** Takes from the other program again. */
  resume(): void;
  /** Disconnects whoever is connected, and leaves nothing behind. */
  close(): Promise<void>;
  /** Calls back when the program that has sent last is gone; absent where an end cannot know. */
  onGone?(handler: () => void): void;
}
