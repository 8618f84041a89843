import { Command } from 'commander';
import { interruption } from '../interruption.js';
import { baudOption } from '../options/baud.js';
import { textFile } from '../options/text-file.js';
import type { ConsoleOptions } from './console.js';

/** `cellnode console` */
export const consoleCommand = new Command('console')
  .description('talk AT with a real or simulated module: all that passes is shown decoded, with secrets masked')
  .argument('<port>', 'its serial port: /dev/ttyUSB0, COM3, a PTY, a Unix socket, or tcp://host:port')
  .addOption(baudOption())
  .option('--hex', 'show the bytes too', false)
  .option(
    '--script <file>',
    'let it go through a script (docs/console.md) and end: status 0 when all came true, 1 when not',
    textFile,
  )
  .action(async (port: string, options: ConsoleOptions, command: Command) => {
    try {
      const { talk } = await import('./console.js');
      process.exitCode = await talk(port, options, interruption());
    } catch (error) {
      command.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
