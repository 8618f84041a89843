import { type CellularError, cellularError, type ErrorCode, RETRYABLE } from '../../base/errors.js';
import type { Command } from '../command.js';
import { commandName } from '../command-name.js';

export function unresponsive(): CellularError {
  return cellularError('unresponsive', 'the module does not answer', RETRYABLE);
}

export function timedOut(command: Command, awaited: 'prompt' | 'final result' | 'completion'): CellularError {
  return errorOf(command, 'timeout', `no ${awaited} within its deadline`);
}

/** `result` is the module's final result code, which holds nothing that was sent. */
export function refused(command: Command, result: string): CellularError {
  return errorOf(command, 'refused', result, result, command.repeatable);
}

export function failed(command: Command): CellularError {
  return errorOf(command, 'failed', 'the module reports failure');
}

export function malformed(command: Command, what: string): CellularError {
  return errorOf(command, 'malformed', what);
}

function errorOf(command: Command, code: ErrorCode, what: string, result?: string, isRetryable = true): CellularError {
  const name = commandName(command);
  return cellularError(code, `${name}: ${what}`, { command: name, result, isRetryable });
}
