import type { ModuleLine } from '../../module/module-line.js';

/**
 * The line as one that has no rate to be set: other programs' ends have none, so that after `AT+IPR` nobody could follow the
 * module to its new one. The module answers the command all the same, and the pace stays.
 */
export function withoutRate(line: ModuleLine): ModuleLine {
  return {
    write: (bytes) => line.write(bytes),
    discard: () => line.discard?.(),
    onBytes: (handler) => line.onBytes(handler),
  };
}
