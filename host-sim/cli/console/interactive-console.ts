import { clearLine, createInterface, cursorTo, type Interface, moveCursor } from 'node:readline';
import { commandName } from '../../../modules/at/command-name.js';
import { commands } from '../../../modules/fibocom/table.js';
import { formatEntry } from '../../trace/format-entry.js';
import { formatFor } from '../colours.js';
import { commandWithFile, dataFrom } from './data-text.js';
import { HexView } from './hex-view.js';
import { isMasked, maskHistory } from './masked-history.js';
import type { DecodedTraffic, ModuleTerminal } from './module-terminal.js';

const HELP = `Lines go to the module as commands. Up and down: history; Tab: names of commands; Ctrl-D: end.
  AT+GTSSLFILE="TRUSTFILE",@root.pem   sends the length of the file, and the file at the prompt
At a prompt, what you type is the data: text with \\r, \\n, \\xHH, or @FILE.
  .hex     show the bytes too, or no more          .end     Ctrl-Z: ends a text of no announced length
  .quit    end                                     .cancel  Esc: takes a prompt back`;

const NAMES = [...new Set(commands.map(commandName))];

/** A terminal's dialogue with a module: what is typed is sent, and all that passes is shown decoded, with secrets masked. */
export class InteractiveConsole {
  readonly #terminal: ModuleTerminal;
  readonly #readline: Interface;
  readonly #hexView = new HexView();
  #isHex: boolean;
  #isClosed = false;
  /** For the prompt that the last command leads to. */
  #file: Uint8Array | undefined;

  constructor(terminal: ModuleTerminal, isHex: boolean) {
    this.#terminal = terminal;
    this.#isHex = isHex;
    this.#readline = createInterface({
      input: process.stdin,
      output: process.stdout,
      prompt: '> ',
      completer: (line: string) => [NAMES.filter((name) => name.startsWith(line.toUpperCase())), line],
    });
    this.#readline.on('history', (history: string[]) => maskHistory(history, (line) => terminal.masked(line)));
    terminal.traffic.watch((traffic) => this.#show(traffic));
  }

  /** Resolves when the user, or `ended`, ends it. */
  async untilEnd(ended: Promise<unknown>): Promise<void> {
    const readline = this.#readline;
    const closed = new Promise<void>((resolve) => {
      readline.once('close', () => {
        this.#isClosed = true;
        resolve();
      });
    });
    readline.on('line', (line) => this.#take(line));
    console.log('AT console; .help says what else it takes');
    readline.prompt();
    await Promise.race([closed, ended]);
    readline.close();
  }

  #take(line: string): void {
    this.#wipe(line);
    try {
      if (this.#terminal.awaited !== undefined && !line.startsWith('.')) this.#sendData(dataFrom(line));
      else if (line.startsWith('.')) this.#obey(line.trim());
      else if (line.trim() !== '') this.#sendCommand(line.trim());
    } catch (error) {
      console.log(error instanceof Error ? error.message : String(error));
    }
    this.#prompt();
  }

  #sendCommand(line: string): void {
    if (isMasked(line)) throw new Error('what was secret in this line is not kept: type it again in the place of •••');
    const withFile = commandWithFile(line);
    this.#file = withFile?.data;
    this.#terminal.sendLine(withFile?.line ?? line);
  }

  #sendData(bytes: Uint8Array): void {
    const { awaited = 0 } = this.#terminal;
    if (bytes.length > awaited) throw new Error(`${bytes.length} bytes, and the module takes ${awaited}: nothing was sent`);
    if (bytes.length > 0) this.#terminal.sendData(bytes);
  }

  #obey(command: string): void {
    switch (command) {
      case '.hex':
        this.#isHex = !this.#isHex;
        return console.log(`bytes are ${this.#isHex ? 'shown' : 'not shown'}`);
      case '.end':
        return this.#terminal.endText();
      case '.cancel':
        return this.#terminal.abandonData();
      case '.quit':
        return this.#readline.close();
      default:
        return console.log(HELP);
    }
  }

  /** Above the line that is being typed, which is written again behind. */
  #show(traffic: DecodedTraffic): void {
    const hexLines = this.#hexView.take(traffic);
    const lines = [
      ...traffic.entries.map((entry) => formatEntry(entry, formatFor(process.stdout))),
      ...(this.#isHex ? hexLines : []),
    ];
    if (lines.length === 0) return;
    if (process.stdout.isTTY) {
      cursorTo(process.stdout, 0);
      clearLine(process.stdout, 0);
    }
    console.log(lines.join('\n'));
    const file = this.#file;
    if (file !== undefined && this.#terminal.awaited !== undefined) {
      this.#file = undefined;
      this.#sendData(file);
    }
    this.#prompt();
  }

  #prompt(): void {
    // It would open the standard input again.
    if (this.#isClosed) return;
    const { awaited } = this.#terminal;
    const name = awaited === Infinity ? 'text' : `${awaited} bytes`;
    this.#readline.setPrompt(awaited === undefined ? '> ' : `${name}> `);
    this.#readline.prompt(true);
  }

  /** What was typed is shown again as it was sent, masked; on the screen it must not stay as it was. */
  #wipe(line: string): void {
    if (!process.stdout.isTTY) return;
    const width = process.stdout.columns || 80;
    const rows = Math.floor((this.#readline.getPrompt().length + line.length) / width) + 1;
    for (let row = 0; row < rows; row += 1) {
      moveCursor(process.stdout, 0, -1);
      clearLine(process.stdout, 0);
    }
  }
}
