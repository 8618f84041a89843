/** Something on the line that no command and no URC explains. Counted, reported, and without consequence for others. */
export type Anomaly =
  /** Bytes that begin no line. */
  | 'noise'
  /** A line that the table does not know. */
  | 'unknown-line'
  /** A known name with fields that do not fit, or a data length that lies. */
  | 'malformed-line'
  /** Text of a short message or the like stands on the line, though the module is told to write none; it is not obeyed. */
  | 'foreign-text'
  /** A final result while no command is under way. */
  | 'stray-final'
  /** A line longer than the ring; it is lost as a whole. */
  | 'line-overflow';
