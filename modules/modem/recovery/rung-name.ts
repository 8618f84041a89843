/** The rungs of the ladder, lowest first. */
export type RungName =
  | 'probe'
  | 'resynchronise'
  | 'reopen-mqtt'
  | 'redial'
  | 'cfun-cycle'
  | 'soft-reset'
  | 'reset-pin'
  | 'power-cycle'
  | 'host-restart';
