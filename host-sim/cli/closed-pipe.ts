/** What shells tell of a program that SIGPIPE has ended. */
const BROKEN_PIPE = 141;

/**
 * Ends the process with the first line that nobody reads any more: `cellnode sim | head -1`. A command that waits for its end is asked
 * to terminate; any other is over, and a signal would only have the shell speak of it. Node.js does not hear of a reader that
 * goes while nothing is written.
 */
export function endWithReader(): void {
  let isEnding = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      // Nobody has anything to end in order; of what a signal ends, some shells tell.
      if (process.listenerCount('SIGTERM') === 0) process.exit(BROKEN_PIPE);
      // A second request would not wait for the end.
      if (isEnding) return;
      isEnding = true;
      if (process.listenerCount('SIGTERM') === 0) process.exit();
      process.kill(process.pid, 'SIGTERM');
    });
  }
}
