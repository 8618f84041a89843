import type { Command } from 'commander';

/** Commander repeats what it refuses: an address is shown without the user and password before its host. */
export function hideCredentials(command: Command): Command {
  return command.configureOutput({
    outputError: (text, write) => write(text.replace(/\/\/.*@/g, '//•••@')),
  });
}
