/** The pause after one of `pause` milliseconds: twice as long, up to `longest`. */
export function doubledPause(pause: number, longest: number): number {
  return Math.min(pause * 2, longest);
}
