import { readBaseline } from '../../tests/xs/meter/documents.js';
import { chunksWhen, CODE, SLOT_BYTES, SLOTS, slotsWhen, STACK } from '../../tests/xs/meter/figures.js';

/** What each stage of a program holds on XS, beyond the loaded code. */
export interface MemoryMoment {
  readonly when: string;
  readonly bytes: number;
}

/** From the meter's baseline, which is held against the engine in every test run. */
export async function memoryMoments(): Promise<readonly MemoryMoment[]> {
  const { memory } = await readBaseline();
  const names = Object.keys(memory).filter((name) => name.endsWith(SLOTS) && name !== STACK);
  const moments = names.map((name) => name.slice(0, -SLOTS.length));
  return moments
    .filter((when) => !when.startsWith('after'))
    .map((when) => ({ when, bytes: memory[slotsWhen(when)] * SLOT_BYTES + memory[chunksWhen(when)] }));
}

/** Bytes that the driver's bundle is compiled to; on a device they lie in flash. */
export async function bytecode(): Promise<number> {
  return (await readBaseline()).memory[CODE];
}

/** Bytes of stack at most. */
export async function peakStack(): Promise<number> {
  return (await readBaseline()).memory[STACK] * SLOT_BYTES;
}
