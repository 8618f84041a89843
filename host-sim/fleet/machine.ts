import { existsSync, readFileSync } from 'node:fs';

/** What bounds a fleet on the machine that runs it. */
export interface Machine {
  /** Files and connections that a process may have open; `Infinity` where the system has no such limit. */
  readonly descriptors: number;
  /** Connections from this machine to one address and port. */
  readonly ports: number;
  /** Bytes that are free. */
  readonly memory: number;
}

const PORT_RANGE = '/proc/sys/net/ipv4/ip_local_port_range';
/** Of the range that IANA has set aside (RFC 6335 §6), 49152 to 65535; Linux has its own. */
const DYNAMIC_PORTS = 16_384;

export function thisMachine(): Machine {
  return { descriptors: descriptors(), ports: ports(), memory: process.availableMemory() };
}

function descriptors(): number {
  const { userLimits } = process.report.getReport() as { readonly userLimits?: UserLimits };
  const soft = Number(userLimits?.open_files.soft);
  return Number.isFinite(soft) ? soft : Infinity;
}

interface UserLimits {
  readonly open_files: { readonly soft: number | string };
}

function ports(): number {
  if (!existsSync(PORT_RANGE)) return DYNAMIC_PORTS;
  const [first, last] = readFileSync(PORT_RANGE, 'utf8').trim().split(/\s+/).map(Number);
  return last - first + 1;
}
