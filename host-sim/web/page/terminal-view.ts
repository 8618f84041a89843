import { FitAddon } from '@xterm/addon-fit';
import { type ITheme, Terminal } from '@xterm/xterm';
import type { PageEvent, TraceLine } from '../protocol.js';
import { control } from './control.js';
import { byId } from './dom.js';
import { LineEditor } from './line-editor.js';
import { giveStylesTheNonce } from './style-nonce.js';
import { themeColour } from './theme.js';
import type { View } from './view.js';

const FONT = 'ui-monospace, Menlo, Consolas, monospace';
const PROMPT = '\x1b[2m›\x1b[0m ';
const CLEAR_LINE = '\r\x1b[2K';
const COLOURS: Readonly<Record<string, number>> = { echo: 2, reply: 32, final: 32, urc: 33, prompt: 35, unknown: 31 };
const RED = 31;

/** A terminal on the module's UART. What the module says comes from the trace: line by line, and with secrets masked. */
export class TerminalView implements View {
  readonly #terminal: Terminal;
  readonly #editor = new LineEditor();
  #lastTyped = '';
  /** What is to be sent, one after the other: requests of their own might overtake each other. */
  #sent = Promise.resolve();

  constructor() {
    giveStylesTheNonce();
    const screen = byId('terminal-screen', HTMLDivElement);
    this.#terminal = new Terminal({ fontSize: 13, fontFamily: FONT, theme: terminalTheme(), cursorBlink: true });
    const fit = new FitAddon();
    this.#terminal.loadAddon(fit);
    this.#terminal.open(screen);
    this.#terminal.textarea?.setAttribute('aria-label', 'AT commands to the module');
    new ResizeObserver(() => fit.fit()).observe(screen);
    // Tab is the way out for whoever has no pointer.
    this.#terminal.attachCustomKeyEventHandler(({ key }) => key !== 'Tab');
    this.#terminal.onData((keys) => this.#typed(keys));
    this.#terminal.write(`Type an AT command, such as AT+CSQ.\r\n${PROMPT}`);
  }

  take(event: PageEvent): void {
    if (event.type === 'line') this.#say(event.line);
  }

  /** The colours of the page have changed. */
  repaint(): void {
    this.#terminal.options.theme = terminalTheme();
  }

  #say(line: TraceLine['line']): void {
    if (line.kind === 'fault' || line.direction === 'to-module') return;
    if (line.kind === 'prompt') this.#editor.isData = true;
    if (line.kind === 'final') this.#editor.isData = false;
    // What was typed here stands here already.
    if (line.kind === 'echo' && line.text === this.#lastTyped) return;
    const colour = line.kind === 'final' && line.text !== 'OK' ? RED : COLOURS[line.kind];
    this.#terminal.write(`${CLEAR_LINE}\x1b[${colour}m${line.text}\x1b[0m\r\n${PROMPT}${this.#editor.text}`);
  }

  #typed(keys: string): void {
    for (const { text, end } of this.#editor.take(keys)) {
      this.#lastTyped = text;
      this.#terminal.write(`${CLEAR_LINE}${PROMPT}\x1b[1m${text}\x1b[0m\r\n`);
      this.#sent = this.#sent.then(() => control('type', { text: text + end }));
    }
    this.#terminal.write(`${CLEAR_LINE}${PROMPT}${this.#editor.text}`);
  }
}

function terminalTheme(): ITheme {
  return {
    background: themeColour('--sunken'),
    foreground: themeColour('--text'),
    cursor: themeColour('--accent'),
    selectionBackground: themeColour('--selection'),
    red: themeColour('--bad'),
    green: themeColour('--good'),
    yellow: themeColour('--urc'),
    magenta: themeColour('--prompt'),
  };
}
