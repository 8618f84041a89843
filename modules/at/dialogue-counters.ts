/** What was seen on the line since the start. */
export interface DialogueCounters {
  lines: number;
  anomalies: number;
  timeouts: number;
  synchronisations: number;
  /** Command lines that the module has repeated. */
  echoes: number;
}
