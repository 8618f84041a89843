import type { Duplex } from 'node:stream';
import type { ExecutionContext } from 'ava';
import { closePort, openPort } from '../../host-sim/serial/open-port.js';
import { Awaiter } from './awaiter.js';

/** A program at a module's TCP or Unix socket. */
export class SocketClient {
  /** What has come since the start, or since {@link ask} cleared it. */
  heard = '';
  readonly #stream: Duplex;
  readonly #awaiter = new Awaiter();

  private constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on('data', (bytes: Buffer) => {
      this.heard += bytes.toString('latin1');
      this.#awaiter.changed();
    });
    // The other side may end first, and hard.
    stream.on('error', () => undefined);
  }

  static async connect(t: ExecutionContext, address: string): Promise<SocketClient> {
    const client = new SocketClient(await openPort(address));
    t.teardown(() => client.close());
    return client;
  }

  type(text: string): void {
    this.#stream.write(text, 'latin1');
  }

  /** Sends the line, and resolves with what has come since, when that holds `answer`. */
  ask(line: string, answer: string): Promise<string> {
    this.heard = '';
    this.type(`${line}\r`);
    return this.untilText(answer);
  }

  async untilText(text: string): Promise<string> {
    await this.#awaiter.until(() => this.heard.includes(text), JSON.stringify(text), () => JSON.stringify(this.heard));
    return this.heard;
  }

  close(): Promise<void> {
    return closePort(this.#stream);
  }
}
