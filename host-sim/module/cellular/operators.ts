import type { CellularNetwork } from './network.js';

/** A network that a search finds. */
export interface Operator {
  readonly long: string;
  readonly short: string;
  /** Mobile country and network code: `46001`. */
  readonly code: string;
  /** As `+COPS=?` tells it: 1 available, 2 current, 3 forbidden. */
  readonly status: 1 | 2 | 3;
}

/** The networks where the module is: its own first, and two that do not take its card. */
export function operatorsAround({ operator, code }: CellularNetwork, isRegistered: boolean): readonly Operator[] {
  return [
    { long: operator, short: operator.slice(0, 8).trim(), code, status: isRegistered ? 2 : 1 },
    ...FOREIGN.filter((foreign) => foreign.code !== code),
  ];
}

const FOREIGN: readonly Operator[] = [
  { long: 'CHINA MOBILE', short: 'CMCC', code: '46000', status: 3 },
  { long: 'CHN-CT', short: 'CT', code: '46011', status: 3 },
];
