import { EventEmitter } from 'node:events';
import Modem from 'serialport-gsm/lib/functions/modem.js';
import type { Parser, Request } from './parser.js';
import { FINAL, RegExpDispatch } from './regexp-dispatch.js';
import type { Sink } from './sink.js';

/** In the place of serialport's: what is fed to it comes from it, and what is written to it goes nowhere. */
class FedSerialPort extends EventEmitter {
  write(): void {
    // The stream has the answers, whatever is asked.
  }
}

/**
 * The modem of serialport-gsm: it cuts lines, gives each to its listeners and to the command under way, and keeps the queue of
 * commands. As it knows none of these lines, its one listener holds them against the regular expressions; a command ends as
 * the package's own commands do. Its SMS, which are the larger part of it, have nothing to do.
 */
export class GsmModem implements Parser {
  readonly #sink: Sink;
  readonly #dispatch: RegExpDispatch;
  readonly #modem: Modem;
  #isKnown = false;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#dispatch = new RegExpDispatch(sink);
    this.#modem = new Modem(FedSerialPort);
    this.#modem.open('fed', {}, () => undefined);
    this.#modem.port.emit('open');
    this.#modem.addListener({ match: (line) => line !== '', process: (line) => this.#take(line) });
  }

  begin({ command }: Request): void {
    const job = this.#modem.executeCommand(
      `AT${command.name}`,
      (isOk) => this.#sink.final(isOk),
      false,
      undefined,
      undefined,
      undefined,
      undefined,
      true,
    );
    job.logic = (line) => {
      const final = FINAL.exec(line);
      if (final !== null) return { resultData: final[1] !== undefined, returnResult: true };
      if (line !== '' && !this.#isKnown) this.#dispatch.takeOther(command, line);
      return undefined;
    };
  }

  /** As serialport gives it: in a Buffer. */
  feed({ buffer, byteOffset, length }: Uint8Array): void {
    this.#modem.port.emit('data', Buffer.from(buffer, byteOffset, length));
  }

  #take(line: string): void {
    this.#isKnown = this.#dispatch.takeKnown(line);
    if (!this.#isKnown && this.#modem.queue.length === 0) this.#dispatch.takeOther(undefined, line);
  }
}
