import type { WriteStream } from 'node:tty';

const WIDTH = 30;
const ERASE = '\r\x1b[K';

export interface ProgressLine {
  /** `done` of `all` have come through what `phase` names. */
  show(phase: string, done: number, all: number): void;
  /** Clears it, for what is printed next. */
  end(): void;
}

/** Milliseconds between two lines where there is no terminal. */
const PAUSE = 10_000;

/** A bar that stays on its line. Where there is no terminal, a line when a phase begins, and now and then. */
export function progressLine(stream: WriteStream): ProgressLine {
  return stream.isTTY ? bar(stream) : log(stream);
}

function bar(stream: WriteStream): ProgressLine {
  return {
    show: (phase, done, all) => {
      const filled = Math.round((done / all) * WIDTH);
      stream.write(`${ERASE}${phase.padEnd(12)} [${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${done} of ${all}`);
    },
    end: () => stream.write(ERASE),
  };
}

function log(stream: WriteStream): ProgressLine {
  let said = { phase: '', at: 0 };
  return {
    show: (phase, done, all) => {
      const now = performance.now();
      if (phase === said.phase && now - said.at < PAUSE) return;
      said = { phase, at: now };
      stream.write(`${phase}: ${done} of ${all}\n`);
    },
    end: () => undefined,
  };
}
