/** What `cellnode soak` is asked for. */
export interface SoakArguments {
  readonly seeds: number;
  readonly days: number;
  readonly from: number;
  readonly haste: number;
  readonly workers?: number;
  readonly json: boolean;
  readonly trace: boolean;
}
