import { cpus, loadavg } from 'node:os';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly node: string;
  /** Programs that wanted a processor in the minute before, on average: above one they were in the way. */
  readonly load: number;
}

export function machine(): Machine {
  const processors = cpus();
  const [load] = loadavg();
  const processor = processors[0]?.model.trim() ?? 'unknown';
  return { processor, cores: processors.length, node: process.version, load: Math.round(load * 10) / 10 };
}
