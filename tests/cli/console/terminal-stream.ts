import { Duplex } from 'node:stream';

/** A stream to nowhere: what is written is kept, and the test says what comes. */
export class TerminalStream extends Duplex {
  written = '';

  override _read(): void {
    // The test pushes.
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.written += bytes.toString('latin1');
    done();
  }

  /** Bytes come from the module; resolves when they have been taken. */
  async say(text: string): Promise<void> {
    this.push(Buffer.from(text, 'latin1'));
    await new Promise((resolve) => setImmediate(resolve));
  }
}
