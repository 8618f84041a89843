import type { PageEvent } from '../protocol.js';

/** One event of a recorded session: `at` milliseconds of the page after the recording began. */
export interface RecordedEvent {
  readonly at: number;
  readonly event: PageEvent;
}

const HEADER = { format: 'cellnode session', version: 1 };
/** What each type of event cannot be without. */
const PARTS: Readonly<Record<PageEvent['type'], readonly string[]>> = {
  snapshot: ['about', 'state', 'lines', 'arrivals'],
  line: ['line'],
  state: ['state'],
  arrival: ['topic', 'preview', 'length'],
};

/** A session as JSON lines: a header, and then an event each, the first of which is a snapshot. */
export function sessionText(events: readonly RecordedEvent[]): string {
  return [HEADER, ...events].map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** Reads a session. Throws an error that says which line is wrong. */
export function parseSession(text: string): readonly RecordedEvent[] {
  const [header, ...events] = text.split('\n').filter((line) => line !== '').map(parsedLine);
  const { format, version } = (header ?? {}) as Partial<typeof HEADER>;
  if (format !== HEADER.format || version !== HEADER.version) throw new Error('This is no recorded session of this version.');
  if (!events.every(isRecordedEvent)) throw new Error('There is something in it that is no event of a session.');
  if (events[0]?.event.type !== 'snapshot') throw new Error('The session does not begin with a snapshot.');
  return events;
}

function parsedLine(line: string, index: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`Line ${index + 1} is no JSON.`);
  }
}

function isRecordedEvent(value: unknown): value is RecordedEvent {
  if (typeof value !== 'object' || value === null) return false;
  const { at, event } = value as Partial<RecordedEvent>;
  if (typeof at !== 'number' || typeof event !== 'object' || typeof event?.time !== 'number') return false;
  return Object.hasOwn(PARTS, event.type) && PARTS[event.type].every((part) => part in event);
}
