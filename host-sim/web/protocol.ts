import type { FaultLayer, FaultSpan } from '../faults/fault.js';
import type { OptionSpecification } from '../faults/fault-options.js';
import type { DataCallState, PowerState, RegistrationStatus, SimState, SlotState } from '../module/state.js';
import type { TraceEntry } from '../trace/trace-entry.js';

/**
 * What the server tells the page, one JSON text for each. All times are milliseconds of the simulator since its start, and
 * nothing in them is secret. A recorded session is made of them, too.
 */
export type PageEvent = Snapshot | TraceLine | StateChange | ArrivedMessage;

/** All there is to know; the first on each connection. */
export interface Snapshot {
  readonly type: 'snapshot';
  readonly time: number;
  readonly about: About;
  readonly state: ModuleState;
  /** The latest ones, oldest first. */
  readonly lines: readonly TraceLine[];
  readonly arrivals: readonly ArrivedMessage[];
}

/** What stays as it is for the whole run. */
export interface About {
  readonly profile: string;
  /** Where other programs find the module and its broker: `pty /dev/pts/3`. */
  readonly ends: readonly string[];
  /** Whether messages that arrive at the broker are seen: they are at the embedded one. */
  readonly watchesBroker: boolean;
  readonly faults: readonly FaultCard[];
}

export interface FaultCard {
  readonly name: string;
  readonly title: string;
  readonly layer: FaultLayer;
  readonly span: FaultSpan;
  readonly options: readonly OptionSpecification[];
}

export interface TraceLine {
  readonly type: 'line';
  readonly time: number;
  readonly line: TraceEntry | FaultLine;
}

/** A fault that begins or ends, between the lines of the traffic. */
export interface FaultLine {
  readonly kind: 'fault';
  readonly text: string;
}

export interface StateChange {
  readonly type: 'state';
  readonly time: number;
  readonly state: ModuleState;
}

export interface ModuleState {
  readonly power: PowerState;
  readonly isCardInserted: boolean;
  /** Absent without power, as all that is the module's own idea. */
  readonly sim?: SimState;
  /** 0–31, 99 for unknown: what the network gives, whatever the module makes of it. */
  readonly signal: number;
  readonly registration: RegistrationStatus;
  readonly operator: string;
  readonly dataCall: DataCallState;
  readonly address?: string;
  readonly slots: readonly SlotState[];
  readonly trustFiles: number;
  /** Its clock, less the time of the simulator: to be added to that, for UTC in milliseconds since 1970. */
  readonly clockOffset?: number;
  readonly activeFaults: readonly string[];
  readonly timeScale: number;
}

/** A message that has arrived at the broker. */
export interface ArrivedMessage {
  readonly type: 'arrival';
  readonly time: number;
  readonly topic: string;
  /** The beginning of the payload. */
  readonly preview: string;
  /** Bytes of the payload. */
  readonly length: number;
  /** Milliseconds since the command that published it; absent where it is not the module's. */
  readonly latency?: number;
}
