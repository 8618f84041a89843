import { COUNTERS } from '../../heap.js';
import { host } from '../../host/globals.js';

const SLOTS = COUNTERS.indexOf('slots');
const CHUNK_BYTES = COUNTERS.indexOf('chunkBytes');
const COLLECTIONS = COUNTERS.indexOf('collections');
const COMPUTRONS = COUNTERS.indexOf('computrons');
const PEAK_STACK = COUNTERS.indexOf('peakStack');

/**
 * Counts the computrons of the driver alone. It is entered by what begins a turn (a timer, the serial port), and left while it
 * uses what stands for the device. Measuring allocates nothing, and what it costs by itself is found out first and taken off.
 */
let counters = new Float64Array(0);
let entered = 0;
let isInside = false;
let total = 0;
let turnStart = 0;
let longest = 0;
let turnOverhead = 0;
/** What a stand-in costs the driver beyond the native call that it stands for. */
let callOverhead = 0;

/** What is taken of the heap, garbage included. */
export interface Heap {
  slots: number;
  chunkBytes: number;
  collections: number;
}

export function readHeap(into: Heap): void {
  host.heap(counters);
  into.slots = counters[SLOTS];
  into.chunkBytes = counters[CHUNK_BYTES];
  into.collections = counters[COLLECTIONS];
}

/** Slots that the stack took at most since `host.markPeaks()`. */
export function peakStack(): number {
  host.heap(counters);
  return counters[PEAK_STACK];
}

export function beginTurn(): void {
  turnStart = total;
  isInside = true;
  host.heap(counters);
  entered = counters[COMPUTRONS];
}

export function endTurn(): void {
  host.heap(counters);
  total += counters[COMPUTRONS] - entered - turnOverhead;
  isInside = false;
  const turn = total - turnStart;
  if (turn > longest) longest = turn;
}

/** Counts a program's call to the driver as a turn. */
export function metered(callback: () => void): () => void {
  return () => {
    beginTurn();
    callback();
    endTurn();
  };
}

/** The first thing in a stand-in: what follows is not the driver's. Tells whether it was the driver that called. */
export function leaveDriver(): boolean {
  host.heap(counters);
  if (!isInside) return false;
  total += counters[COMPUTRONS] - entered - callOverhead;
  isInside = false;
  return true;
}

/** The last thing there. */
export function enterDriver(wasInside: boolean): void {
  if (!wasInside) return;
  isInside = true;
  host.heap(counters);
  entered = counters[COMPUTRONS];
}

/** Computrons of the driver so far. */
export function computrons(): number {
  return total;
}

/** Computrons of the longest turn since the last call. */
export function takeLongestTurn(): number {
  const result = longest;
  longest = 0;
  return result;
}

/** To be called first: what a preloaded module makes when it is loaded is read-only. */
export function calibrate(): void {
  counters = new Float64Array(COUNTERS.length);
  turnOverhead = measured(() => undefined);
  const native = measured(() => host.heap(counters));
  callOverhead = measured(() => standIn()) - native;
  total = 0;
  longest = 0;
}

function measured(callback: () => void): number {
  const before = total;
  beginTurn();
  callback();
  endTurn();
  return total - before;
}

function standIn(): void {
  const wasInside = leaveDriver();
  enterDriver(wasInside);
}
