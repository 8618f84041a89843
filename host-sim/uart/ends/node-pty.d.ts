// The package has open(), its typings have not.
declare module '@lydell/node-pty' {
  import type { ReadStream } from 'node:tty';

  interface PtyPair {
    /** File descriptor of the master, in non-blocking mode. */
    readonly fd: number;
    readonly master: ReadStream;
    readonly slave: ReadStream;
    /** `/dev/pts/3` */
    readonly ptsName: string;
  }

  /** Opens a pair without a process on it. With `encoding: null` the streams give bytes. */
  export function open(options: { encoding: null }): PtyPair;
}
