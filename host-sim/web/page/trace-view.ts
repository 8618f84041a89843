import type { PageEvent, TraceLine } from '../protocol.js';
import { byId, element } from './dom.js';
import type { View } from './view.js';

/** Lines that stay on the page. */
const KEPT = 2000;
/** Pixels from the end within which the view is taken to be there. */
const NEAR = 24;

/** The decoded AT traffic, and the faults in between. */
export class TraceView implements View {
  readonly #lines = byId('trace-lines', HTMLDivElement);
  readonly #filter = byId('trace-filter', HTMLInputElement);
  readonly #follow = byId('trace-follow', HTMLButtonElement);
  #waiting: HTMLElement[] = [];
  #lastTime: number | undefined;

  constructor() {
    this.#filter.addEventListener('input', () => this.#showMatching());
    this.#follow.addEventListener('click', () => this.#setFollowing(!this.#isFollowing));
    byId('trace-clear', HTMLButtonElement).addEventListener('click', () => this.#lines.replaceChildren());
    this.#lines.addEventListener('scroll', () => this.#scrolled());
    new ResizeObserver(() => this.#setFollowing(this.#isFollowing)).observe(this.#lines);
  }

  take(event: PageEvent): void {
    if (event.type === 'snapshot') {
      this.#lastTime = undefined;
      this.#waiting = [];
      if (event.lines.length > 0) this.#lines.replaceChildren();
      for (const line of event.lines) this.#add(line);
    } else if (event.type === 'line') {
      this.#add(event);
    }
  }

  get #isFollowing(): boolean {
    return this.#follow.ariaPressed === 'true';
  }

  #setFollowing(isFollowing: boolean): void {
    this.#follow.ariaPressed = String(isFollowing);
    if (isFollowing) this.#lines.scrollTop = this.#lines.scrollHeight;
  }

  /** Whoever scrolls back wants to read; whoever returns to the end wants to follow. */
  #scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#lines;
    this.#follow.ariaPressed = String(scrollHeight - scrollTop - clientHeight < NEAR);
  }

  #add(traceLine: TraceLine): void {
    this.#waiting.push(this.#row(traceLine));
    this.#lastTime = traceLine.time;
    if (this.#waiting.length === 1) requestAnimationFrame(() => this.#showWaiting());
  }

  /** All lines of a frame at once: a storm of them must not hold up the page. */
  #showWaiting(): void {
    const isFollowing = this.#isFollowing;
    this.#lines.querySelector('.empty')?.remove();
    this.#lines.append(...this.#waiting.slice(-KEPT));
    this.#waiting = [];
    while (this.#lines.childElementCount > KEPT) this.#lines.firstElementChild?.remove();
    if (isFollowing) this.#lines.scrollTop = this.#lines.scrollHeight;
  }

  #row({ time, line }: TraceLine): HTMLElement {
    const isFault = line.kind === 'fault';
    const isError = line.kind === 'final' && line.text !== 'OK';
    const arrow = isFault ? '!' : line.direction === 'to-module' ? '→' : '←';
    const row = element(
      'div',
      { className: `line ${isError ? 'error' : line.kind}` },
      element('time', { textContent: (time / 1000).toFixed(3), title: this.#sinceLast(time) }),
      element('span', { className: 'arrow', textContent: arrow }),
      element('code', { textContent: line.text }),
      element('span', { className: 'explanation', textContent: isFault ? '' : (line.explanation ?? '') }),
    );
    row.hidden = !this.#isShown(row);
    return row;
  }

  #sinceLast(time: number): string {
    return this.#lastTime === undefined ? '' : `${(time - this.#lastTime).toFixed(1)} ms after the line before`;
  }

  #isShown(row: HTMLElement): boolean {
    return (row.textContent ?? '').toLowerCase().includes(this.#filter.value.toLowerCase());
  }

  #showMatching(): void {
    for (const row of this.#lines.children) if (row instanceof HTMLElement) row.hidden = !this.#isShown(row);
    this.#setFollowing(this.#isFollowing);
  }
}
