import { FaultError } from '../../faults/fault-error.js';
import type { FaultOptions } from '../../faults/fault-options.js';
import { FASTEST, SLOWEST } from '../../time/scaled-time.js';
import { HttpError } from './http-error.js';
import type { JsonObject } from './json-body.js';
import type { TerminalEnd } from './terminal-end.js';
import type { WatchedSimulator } from './watched-simulator.js';

interface Site {
  readonly simulator: WatchedSimulator;
  readonly terminal: TerminalEnd;
}

type Control = (site: Site, body: JsonObject) => void;

/** What the page can do, by the last part of the path that it posts to. */
export const controls: ReadonlyMap<string, Control> = new Map<string, Control>([
  ['signal', ({ simulator }, body) => simulator.module.radio.setSignal(signalIn(body))],
  ['inject', ({ simulator }, body) => faultChecked(() => simulator.faults.inject(textIn(body, 'name'), optionsIn(body)))],
  ['lift', ({ simulator }, body) => faultChecked(() => simulator.faults.lift(textIn(body, 'name')))],
  ['lift-all', ({ simulator }) => simulator.faults.liftAll()],
  ['power', ({ simulator: { module } }, body) => (truthIn(body, 'isOn') ? module.powerOn() : module.powerOff())],
  ['card', ({ simulator: { module } }, body) => (truthIn(body, 'isInserted') ? module.sim.insert() : module.sim.remove())],
  [
    'time',
    ({ simulator }, body) => {
      simulator.time.scale = numberIn(body, 'scale', SLOWEST, FASTEST);
    },
  ],
  ['type', ({ terminal }, body) => type(terminal, textIn(body, 'text'))],
]);

function type(terminal: TerminalEnd, text: string): void {
  if (!terminal.type(Buffer.from(text))) throw new HttpError(429, 'the module has not taken yet what was typed before');
}

function signalIn(body: JsonObject): number {
  const level = body.level;
  if (level === 99) return level;
  if (Number.isInteger(level)) return numberIn(body, 'level', 0, 31);
  throw new HttpError(400, 'level is a whole number from 0 to 31, or 99');
}

function numberIn(body: JsonObject, name: string, minimum: number, maximum: number): number {
  const value = body[name];
  if (typeof value === 'number' && value >= minimum && value <= maximum) return value;
  throw new HttpError(400, `${name} is a number from ${minimum} to ${maximum}`);
}

function textIn(body: JsonObject, name: string): string {
  const value = body[name];
  if (typeof value === 'string') return value;
  throw new HttpError(400, `${name} is a text`);
}

function truthIn(body: JsonObject, name: string): boolean {
  const value = body[name];
  if (typeof value === 'boolean') return value;
  throw new HttpError(400, `${name} is true or false`);
}

function optionsIn({ options = {} }: JsonObject): FaultOptions {
  const isObject = typeof options === 'object' && options !== null;
  if (isObject && Object.values(options).every((value) => typeof value === 'number' || typeof value === 'string')) {
    return options as FaultOptions;
  }
  throw new HttpError(400, 'options are an object of numbers and texts');
}

function faultChecked(change: () => void): void {
  try {
    change();
  } catch (error) {
    if (error instanceof FaultError) throw new HttpError(400, error.message);
    throw error;
  }
}
