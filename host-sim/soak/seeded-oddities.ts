import type { Oddities, Oddity } from '../../modules/base/oddity.js';
import { seededRandom } from '../module/random.js';

/** Of so many times that an oddity could happen it does once, on average. */
const RARITY: Readonly<Record<Oddity, number>> = {
  'smaller-piece': 50,
  'shorter-turn': 20,
  'later-turn': 50,
  'earlier-question': 10,
  'earlier-check': 20,
  'smaller-window': 20,
};

/** Oddities by chance, each kind on its own, so that one that is asked for more often changes nothing for the others. */
export class SeededOddities implements Oddities {
  /** How often each has happened. */
  readonly counts: Record<Oddity, number>;
  readonly #chances: Readonly<Record<Oddity, () => boolean>>;

  constructor(seed: number, rarity: Readonly<Record<Oddity, number>> = RARITY) {
    const kinds = Object.keys(rarity) as Oddity[];
    this.counts = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Oddity, number>;
    this.#chances = Object.fromEntries(
      kinds.map((kind, index) => {
        const random = seededRandom(seed * kinds.length + index);
        return [kind, () => random() * rarity[kind] < 1];
      }),
    ) as Record<Oddity, () => boolean>;
  }

  happens(oddity: Oddity): boolean {
    const isHappening = this.#chances[oddity]();
    if (isHappening) this.counts[oddity] += 1;
    return isHappening;
  }
}
