import { Option } from 'commander';
import { wholeNumber } from './whole-number.js';

/** `--seed`, for every command that simulates a module. */
export function seedOption(): Option {
  return new Option('--seed <n>', "of the simulated module's delays").argParser(wholeNumber(0, 2 ** 31 - 1)).default(1);
}
