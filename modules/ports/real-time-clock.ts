/**
 * A clock that runs on while the host restarts, as the property `time` of the ECMA-419 real-time clock pattern has it. After a loss
 * of power it begins anew at some time long past, unless it has a battery. Nobody has to set it: who uses it does.
 */
export interface RealTimeClock {
  /** Milliseconds since 1970, as it was set; right to two seconds is enough. */
  time: number;
}
