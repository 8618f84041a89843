import type { About, ModuleState, PageEvent } from '../protocol.js';
import { byId, element } from './dom.js';
import { signalText } from './signal-text.js';
import type { SimulatorClock } from './simulator-clock.js';
import type { View } from './view.js';

type Mood = 'good' | 'busy' | 'bad' | 'idle';

interface Fact {
  readonly name: string;
  readonly text: string;
  readonly mood: Mood;
}

const REGISTRATION: Readonly<Record<ModuleState['registration'], readonly [text: string, mood: Mood]>> = {
  0: ['not registered', 'idle'],
  1: ['home', 'good'],
  2: ['searching', 'busy'],
  3: ['denied', 'bad'],
  5: ['roaming', 'good'],
};

const MOODS: Readonly<Record<string, Mood>> = {
  running: 'good', booting: 'busy', off: 'idle',
  ready: 'good', busy: 'busy', pin: 'busy', puk: 'bad', absent: 'bad',
  up: 'good', dialling: 'busy', down: 'idle',
  open: 'good', opening: 'busy', closing: 'busy', closed: 'idle',
};

const PLAUSIBLE = Date.UTC(2024, 0);

/** The module's state, fact by fact. */
export class StateView implements View {
  readonly #list = byId('state', HTMLDListElement);
  readonly #about = byId('about', HTMLParagraphElement);
  readonly #ends = byId('ends', HTMLUListElement);
  readonly #clock: SimulatorClock;
  readonly #clockText = element('span');
  #state: ModuleState | undefined;

  constructor(clock: SimulatorClock) {
    this.#clock = clock;
    setInterval(() => this.#showClock(), 250);
  }

  take(event: PageEvent): void {
    if (event.type === 'snapshot') this.#showAbout(event.about);
    if (event.type !== 'snapshot' && event.type !== 'state') return;
    this.#state = event.state;
    this.#list.replaceChildren(...factsOf(event.state).flatMap(row));
    this.#list.append(element('dt', { textContent: 'Clock' }), element('dd', { className: this.#clockMood() }, this.#clockText));
    this.#showClock();
  }

  #showAbout({ profile, ends }: About): void {
    this.#about.textContent = profile;
    this.#ends.replaceChildren(...ends.map((end) => element('li', {}, element('code', { textContent: end }))));
  }

  /** Without a time from the network, or from a server, it is years late. */
  #clockMood(): Mood {
    const utc = this.#utc();
    if (utc === undefined) return 'idle';
    return utc < PLAUSIBLE ? 'busy' : 'good';
  }

  #utc(): number | undefined {
    const offset = this.#state?.clockOffset;
    return offset === undefined ? undefined : offset + this.#clock.now();
  }

  #showClock(): void {
    const utc = this.#utc();
    const text = utc === undefined ? '–' : `${new Date(utc).toISOString().slice(0, 19).replace('T', ' ')}Z`;
    if (this.#clockText.textContent !== text) this.#clockText.textContent = text;
  }
}

function row({ name, text, mood }: Fact): readonly HTMLElement[] {
  return [element('dt', { textContent: name }), element('dd', { className: mood, textContent: text })];
}

function factsOf(state: ModuleState): readonly Fact[] {
  const { power, sim, signal, registration, operator, dataCall, address, slots, trustFiles } = state;
  const [registrationText, registrationMood] = REGISTRATION[registration];
  const isRegistered = registrationMood === 'good';
  return [
    fact('Power', power),
    fact('SIM', sim ?? '–', MOODS[sim ?? 'off']),
    fact('Signal', signalText(signal), signal === 99 || signal < 6 ? 'bad' : signal < 12 ? 'busy' : 'good'),
    fact('Radio', isRegistered ? `${registrationText}, ${operator}` : registrationText, registrationMood),
    fact('Data call', address === undefined ? dataCall : `${dataCall}, ${address}`, MOODS[dataCall]),
    ...slots.map((slot, index) => fact(`MQTT slot ${index + 1}`, slot)),
    fact('TLS store', trustFiles === 1 ? '1 trust file' : `${trustFiles} trust files`, trustFiles > 0 ? 'good' : 'idle'),
  ];
}

function fact(name: string, text: string, mood = MOODS[text]): Fact {
  return { name, text, mood };
}
