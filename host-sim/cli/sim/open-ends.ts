import { openPty } from '../../uart/ends/pty-end.js';
import { listenTcp, listenUnix } from '../../uart/ends/socket-end.js';
import type { LineEnd } from '../../uart/ends/line-end.js';
import { WebPage } from '../../web/server/web-page.js';
import type { SimulatorOptions } from './simulator-options.js';

export interface Ends {
  readonly ends: readonly LineEnd[];
  /** The page, whose terminal is one of them. */
  readonly page?: WebPage;
}

/** Opens all that were asked for; where one cannot be opened, the others are closed again. The error names the option. */
export async function openEnds({ pty, tcp, unix, web }: SimulatorOptions): Promise<Ends> {
  const ends: LineEnd[] = [];
  try {
    if (pty) ends.push(await explained(openPty(), 'no pseudo-terminal to be had (--no-pty does without)'));
    if (tcp !== undefined) ends.push(await explained(listenTcp(tcp), `--tcp ${tcp}`));
    if (unix !== undefined) ends.push(await explained(listenUnix(unix), `--unix ${unix}`));
    const page = web === undefined ? undefined : await explained(WebPage.listen(web), `--web ${web}`);
    return page === undefined ? { ends } : { ends: [...ends, page.end], page };
  } catch (error) {
    await Promise.all(ends.map((end) => end.close()));
    throw error;
  }
}

async function explained<T>(opening: Promise<T>, what: string): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    throw new Error(`${what}: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A path has this port.
  const isPath = 'port' in error && error.port === -1;
  switch ('code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return isPath ? 'exists already; remove it, or choose another' : 'in use by another program; end it, or choose another';
    case 'EACCES':
      // The system's answer for both, where it is a path.
      if (isPath) return 'there is no such folder, or it is not permitted; choose another';
      return 'not permitted; choose a port from 1024 on';
    default:
      return error.message;
  }
}
