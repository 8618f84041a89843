import type { ArrivedMessage, PageEvent } from '../protocol.js';
import { arrivalsChart, latencyChart } from './charts.js';
import { byId, element } from './dom.js';
import type { SimulatorClock } from './simulator-clock.js';
import type { View } from './view.js';

/** Seconds that the charts show, at least from the start on and later at most, and those of one bar. */
const LEAST_WINDOW = 60;
const WINDOW = 300;
const BAR = 5;
/** Messages in the list. */
const LISTED = 20;

/** What arrives at the broker: how often, how late, and what. */
export class ArrivalsView implements View {
  readonly #summary = byId('arrivals-summary', HTMLParagraphElement);
  readonly #list = byId('arrivals-list', HTMLOListElement);
  readonly #clock: SimulatorClock;
  readonly #counts = arrivalsChart(byId('arrivals-chart', HTMLDivElement));
  readonly #latencies = latencyChart(byId('latency-chart', HTMLDivElement));
  #arrivals: ArrivedMessage[] = [];
  #total = 0;
  #isWatching = true;

  constructor(clock: SimulatorClock) {
    this.#clock = clock;
    setInterval(() => this.draw(), 1000);
  }

  take(event: PageEvent): void {
    if (event.type === 'snapshot') {
      this.#arrivals = [...event.arrivals];
      this.#total = event.arrivals.length;
      this.#isWatching = event.about.watchesBroker;
      this.#list.replaceChildren(...event.arrivals.slice(-LISTED).reverse().map(row));
    } else if (event.type === 'arrival') {
      this.#arrivals.push(event);
      this.#total += 1;
      this.#list.prepend(row(event));
      while (this.#list.childElementCount > LISTED) this.#list.lastElementChild?.remove();
    } else {
      return;
    }
    this.#summarise();
    this.draw();
  }

  draw(): void {
    const now = this.#clock.now() / 1000;
    const start = Math.max(0, now - WINDOW);
    const end = Math.max(now, LEAST_WINDOW);
    this.#arrivals = this.#arrivals.filter(({ time }) => time / 1000 >= start - BAR);
    const times = this.#arrivals.map(({ time }) => time / 1000);
    const bars = Array.from({ length: WINDOW / BAR + 1 }, (_, index) => Math.floor(start / BAR + index) * BAR);
    const counts = bars.map((bar) => times.filter((time) => time >= bar && time < bar + BAR).length || null);
    this.#counts.show([bars.map((bar) => bar + BAR / 2), counts], start, end);
    const measured = this.#arrivals.flatMap(({ time, latency }) => (latency === undefined ? [] : [{ time, latency }]));
    this.#latencies.show([measured.map(({ time }) => time / 1000), measured.map(({ latency }) => latency)], start, end);
  }

  #summarise(): void {
    const latencies = this.#arrivals.flatMap(({ latency }) => latency ?? []).sort((one, other) => one - other);
    const median = latencies[Math.floor(latencies.length / 2)];
    if (!this.#isWatching) this.#summary.textContent = 'not watched: the broker is your own';
    else if (this.#total === 0) this.#summary.textContent = 'none yet';
    else this.#summary.textContent = `${this.#total} arrived${median === undefined ? '' : ` · median ${median.toFixed(0)} ms`}`;
  }
}

function row({ time, topic, preview, length, latency }: ArrivedMessage): HTMLElement {
  return element(
    'li',
    {},
    element('time', { textContent: (time / 1000).toFixed(1) }),
    element('code', { textContent: topic }),
    element('span', { className: 'latency', textContent: latency === undefined ? 'another client' : `${latency.toFixed(0)} ms` }),
    element('span', { className: 'payload', textContent: preview, title: `${length} bytes` }),
  );
}
