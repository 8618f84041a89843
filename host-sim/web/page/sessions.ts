import type { PageEvent } from '../protocol.js';
import { byId } from './dom.js';
import type { LiveSource } from './live-source.js';
import { tell } from './notice.js';
import type { Recorder } from './recorder.js';
import { Replay } from './replay.js';
import { parseSession } from './session-file.js';
import type { SimulatorClock } from './simulator-clock.js';

/** Records what is live, and shows recorded sessions in its place. */
export class Sessions {
  readonly #live: LiveSource;
  readonly #recorder: Recorder;
  readonly #clock: SimulatorClock;
  readonly #show: (event: PageEvent) => void;
  readonly #record = byId('record', HTMLButtonElement);
  readonly #file = byId('replay-file', HTMLInputElement);
  readonly #player = byId('player', HTMLDivElement);
  readonly #speed = byId('player-speed', HTMLSelectElement);
  #replay: Replay | undefined;

  constructor(live: LiveSource, recorder: Recorder, clock: SimulatorClock, show: (event: PageEvent) => void) {
    this.#live = live;
    this.#recorder = recorder;
    this.#clock = clock;
    this.#show = show;
    this.#record.addEventListener('click', () => this.#toggleRecording());
    byId('replay', HTMLButtonElement).addEventListener('click', () => this.#file.click());
    this.#file.addEventListener('change', () => void this.#open());
    this.#speed.addEventListener('change', () => this.#changeSpeed());
    byId('player-end', HTMLButtonElement).addEventListener('click', () => this.#backToLive());
  }

  #toggleRecording(): void {
    if (this.#recorder.isRecording) {
      this.#recorder.save();
    } else {
      this.#recorder.start();
      // A recording begins with all that is there.
      this.#live.start();
    }
    this.#showRecording();
  }

  #showRecording(): void {
    this.#record.ariaPressed = String(this.#recorder.isRecording);
    this.#record.textContent = this.#recorder.isRecording ? 'Stop and save' : 'Record';
  }

  async #open(): Promise<void> {
    const [file] = this.#file.files ?? [];
    if (file === undefined) return;
    try {
      const events = parseSession(await file.text());
      this.#begin(events, file.name);
      tell('');
    } catch (error) {
      tell(`${file.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.#file.value = '';
  }

  #begin(events: ReturnType<typeof parseSession>, name: string): void {
    if (this.#recorder.isRecording) this.#toggleRecording();
    this.#live.stop();
    this.#replay?.stop();
    this.#setReplaying(true);
    const text = byId('player-text', HTMLSpanElement);
    this.#replay = new Replay(events, this.#clock.pace, this.#show, (at, end) => {
      const isOver = at >= end;
      text.textContent = `Replay of ${name}: ${isOver ? 'the end' : `${(at / 1000).toFixed(1)} of ${(end / 1000).toFixed(1)} s`}`;
      if (isOver) this.#clock.pace = 0;
    });
  }

  #changeSpeed(): void {
    this.#clock.pace = Number(this.#speed.value);
    if (this.#replay !== undefined) this.#replay.speed = this.#clock.pace;
  }

  #backToLive(): void {
    this.#replay?.stop();
    this.#replay = undefined;
    this.#setReplaying(false);
    this.#live.start();
  }

  #setReplaying(isReplaying: boolean): void {
    this.#clock.pace = isReplaying ? Number(this.#speed.value) : 1;
    this.#player.hidden = !isReplaying;
    document.body.classList.toggle('replaying', isReplaying);
    for (const part of document.querySelectorAll<HTMLElement>('.live-control, .live-only')) part.inert = isReplaying;
  }
}
