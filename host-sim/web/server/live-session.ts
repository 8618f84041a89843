import { faults } from '../../faults/fault-catalogue.js';
import { Broadcast } from '../../module/broadcast.js';
import { AtTrace } from '../../trace/at-trace.js';
import type { LineEnd } from '../../uart/ends/line-end.js';
import type { About, ArrivedMessage, PageEvent, Snapshot, TraceLine } from '../protocol.js';
import { moduleState } from './module-state.js';
import { PublishesUnderWay } from './publishes-under-way.js';
import type { WatchedSimulator } from './watched-simulator.js';

/** Lines and arrivals that a page gets which comes later. */
const KEPT = 1000;
/** Characters of a payload that are shown, and bytes of it that are looked at for that. */
const PREVIEW = 120;
const LOOKED_AT = 4096;

/** The session as a page sees it, from the simulator's start on. */
export class LiveSession {
  readonly events = new Broadcast<PageEvent>();
  readonly #simulator: WatchedSimulator;
  readonly #page: LineEnd;
  readonly #start: number;
  readonly #trace: AtTrace;
  readonly #publishes = new PublishesUnderWay();
  readonly #lines: TraceLine[] = [];
  readonly #arrivals: ArrivedMessage[] = [];
  #isLookPending = false;
  #lastState = '';

  /** `page` is the page's own end of the UART. */
  constructor(simulator: WatchedSimulator, page: LineEnd) {
    this.#simulator = simulator;
    this.#page = page;
    this.#start = simulator.time.now();
    this.#trace = new AtTrace(simulator.module);
    // A trace hides what it cannot read before its first command, for it may be half a secret. This one starts between lines.
    this.#trace.take('to-module', Buffer.from('AT\r'), 0);
    simulator.traffic.watch(({ direction, bytes }) => {
      for (const entry of this.#trace.take(direction, bytes, this.#now)) {
        this.#publishes.take(entry);
        this.#tellLine({ type: 'line', time: entry.time, line: entry });
      }
    });
    simulator.faultNews.watch(({ type, name }) => {
      this.#tellLine({ type: 'line', time: this.#now, line: { kind: 'fault', text: `${name} ${type}` } });
      this.#look();
    });
    simulator.events.watch((event) => {
      if (event.type === 'power' && event.state === 'off') this.#publishes.forget();
      this.#look();
    });
    simulator.module.radio.onSignal.watch(() => this.#look());
    simulator.module.sim.onInsertion.watch(() => this.#look());
  }

  snapshot(): Snapshot {
    return {
      type: 'snapshot',
      time: this.#now,
      about: this.#about(),
      state: moduleState(this.#simulator, this.#start),
      lines: this.#lines,
      arrivals: this.#arrivals,
    };
  }

  /** Tells the state soon if it has changed, once for all changes of this turn. */
  #look(): void {
    if (this.#isLookPending) return;
    this.#isLookPending = true;
    setImmediate(() => {
      this.#isLookPending = false;
      this.tellState();
    });
  }

  /** Tells the state at once if it has changed. */
  tellState(): void {
    const state = moduleState(this.#simulator, this.#start);
    const text = JSON.stringify(state);
    if (text === this.#lastState) return;
    this.#lastState = text;
    this.events.send({ type: 'state', time: this.#now, state });
  }

  /** A message has come out of the broker. */
  arrived(topicText: string, payload: Uint8Array): void {
    const time = this.#now;
    const topic = this.#trace.masked(Buffer.from(topicText));
    const commanded = this.#publishes.arrived(topic);
    const arrival: ArrivedMessage = {
      type: 'arrival',
      time,
      topic,
      preview: this.#preview(payload),
      length: payload.length,
      latency: commanded === undefined ? undefined : time - commanded,
    };
    keep(this.#arrivals, arrival);
    this.events.send(arrival);
  }

  /** Hidden first and cut then: half a secret would not be known for one. */
  #preview(payload: Uint8Array): string {
    const text = this.#trace.masked(payload.subarray(0, LOOKED_AT));
    return text.length > PREVIEW ? `${text.slice(0, PREVIEW)}…` : text;
  }

  get #now(): number {
    return this.#simulator.time.now() - this.#start;
  }

  #about(): About {
    const { profileName, ends, embeddedBroker } = this.#simulator;
    const others = ends.filter((end) => end !== this.#page).map(({ name }) => name);
    return {
      profile: profileName,
      ends: embeddedBroker === undefined ? others : [...others, `broker ${embeddedBroker}`],
      watchesBroker: embeddedBroker !== undefined,
      faults: faults.map(({ name, title, layer, span, options }) => ({ name, title, layer, span, options })),
    };
  }

  #tellLine(line: TraceLine): void {
    keep(this.#lines, line);
    this.events.send(line);
  }
}

function keep<T>(values: T[], value: T): void {
  values.push(value);
  if (values.length > KEPT) values.shift();
}
