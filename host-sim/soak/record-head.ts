/** First byte of a reading's record in an outbox. */
const READING = 1;

/** Whether a record is a reading; else it is a message of the program's own. Told by the format, and not by the code that is judged. */
export function isReading(record: string): boolean {
  return record.charCodeAt(0) === READING;
}

/** Whose reading a record is; of a message of the program's own nobody's. */
export function sensorIn(record: string): string {
  return isReading(record) ? record.slice(3, 3 + record.charCodeAt(2)) : '';
}
