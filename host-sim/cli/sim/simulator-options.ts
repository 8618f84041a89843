import type { GateName } from '../../platforms/gate-names.js';
import type { FaultPlan } from '../../faults/fault-schedule.js';

/** What `cellnode sim` was asked for, checked. */
export interface SimulatorOptions {
  /** Whether there is a pseudo-terminal. */
  readonly pty: boolean;
  /** Port of the TCP end, 0 for any; no such end where absent. */
  readonly tcp?: number;
  /** Path of the Unix socket; no such end where absent. */
  readonly unix?: string;
  /** Port of the page, 0 for any; no page where absent. */
  readonly web?: number;
  /** Where all connections of the module lead; an embedded broker where absent. */
  readonly broker?: URL;
  /** The embedded broker is behind the gate of this platform. */
  readonly gate?: GateName;
  /** The embedded broker takes TLS too, with a certificate for these names. */
  readonly tls?: readonly string[];
  readonly profile: string;
  readonly seed: number;
  /** Bits per second of the module's UART. */
  readonly baud: number;
  /** Whether a program that goes away in the middle of a prompt's data ends the prompt. */
  readonly endPrompt: boolean;
  readonly faultPlan: FaultPlan;
}

/** What single options cannot say: which go together. Gives the complaint, or nothing. */
export function conflictInSimulator({ pty, tcp, unix, web, broker, tls, gate }: SimulatorOptions): string | undefined {
  const hasEnd = pty || tcp !== undefined || unix !== undefined || web !== undefined;
  if (!hasEnd) return '--no-pty leaves no way to the module; add --tcp 0, or --unix PATH';
  if (gate !== undefined && (broker !== undefined || tls !== undefined)) return '--gate goes without --broker and --tls: it says so itself';
  if (broker === undefined) return undefined;
  if (tls !== undefined) return '--tls is for the embedded broker; leave it out, or leave out --broker';
  if (broker.username !== '' || broker.password !== '') {
    return '--broker takes no user and password: whoever uses the module sends them with AT+MQTTUSER';
  }
  return undefined;
}
