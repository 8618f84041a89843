import { Option } from 'commander';
import { wholeNumber } from './whole-number.js';

/** `--baud`, for every command that opens a serial port. */
export function baudOption(): Option {
  return new Option('--baud <rate>', 'bits per second').argParser(wholeNumber(300, 4_000_000)).default(115_200);
}
