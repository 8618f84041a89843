/**
 * Ends the process, as a request to terminate does, with the first line that nobody reads any more: `cellnode sim | head -1`.
 * Node.js does not hear of a reader that goes while nothing is written.
 */
export function endWithReader(): void {
  let isEnding = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      // A second request would not wait for the end.
      if (!isEnding) process.kill(process.pid, 'SIGTERM');
      isEnding = true;
    });
  }
}
