/** What was seen on the line since the start. */
export interface DialogueCounters {
  /** Lines that the module has sent. */
  lines: number;
  /** Lines and pieces of lines that no command and no URC explains. */
  anomalies: number;
  /** Final results, prompts and completions that did not come in time. */
  timeouts: number;
  /** How often the line was brought to a known state before it was used again. */
  synchronisations: number;
  /** Command lines that the module has repeated. */
  echoes: number;
}
