import Debug from 'debug';

/** Collects garbage, now: the SDK's own means is its module `debug`. */
export default function collect(): void {
  Debug.gc();
}
