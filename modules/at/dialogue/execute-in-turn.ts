import type { CellularError } from '../../base/errors.js';
import type { Exchange, Request } from './exchange.js';

/**
 * Executes commands one after the other, whatever becomes of those before, but for silence: the module would not answer the next one
 * either. `onEnd` hears of the end of the last. Throws where the first one cannot be executed.
 */
export function executeInTurn(
  execute: (exchange: Exchange) => void,
  requests: readonly Request[],
  onEnd: (error: CellularError | undefined) => void,
  index = 0,
): void {
  execute({
    ...requests[index],
    onEnd: (error) => {
      const isSilent = error !== undefined && error.code !== 'refused' && error.code !== 'failed';
      if (isSilent || index + 1 === requests.length) return onEnd(error);
      try {
        executeInTurn(execute, requests, onEnd, index + 1);
      } catch (problem) {
        onEnd(problem as CellularError);
      }
    },
  });
}
