import type { Command } from './command.js';
import { commandName } from './command-name.js';
import { type CellularError, cellularError } from './errors.js';

export function unresponsive(): CellularError {
  return cellularError('unresponsive', 'the module does not answer', { isRetryable: true });
}

export function timedOut(command: Command, awaited: 'prompt' | 'final result' | 'completion'): CellularError {
  const name = commandName(command);
  return cellularError('timeout', `${name}: no ${awaited} within its deadline`, { command: name, isRetryable: true });
}

/** `result` is the module's final result code, which holds nothing that was sent. */
export function refused(command: Command, result: string): CellularError {
  const name = commandName(command);
  return cellularError('refused', `${name}: ${result}`, { command: name, result, isRetryable: command.repeatable });
}

export function failed(command: Command): CellularError {
  const name = commandName(command);
  return cellularError('failed', `${name}: the module reports failure`, { command: name, isRetryable: true });
}

export function malformed(command: Command, what: string): CellularError {
  const name = commandName(command);
  return cellularError('malformed', `${name}: ${what}`, { command: name, isRetryable: true });
}
