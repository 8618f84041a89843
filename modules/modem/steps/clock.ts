import type { FieldReader } from '../../at/line/field-reader.js';
import { clockQuery } from '../../cellular/network.js';
import { digitsAsUtc, meansUtc, parseClock } from '../clock-reading.js';
import type { Step } from '../step.js';

/** Milliseconds between two looks at the clock while another synchronisation runs, and how many there are: 60 s in all. */
const RUNNING_INTERVAL = 5000;
const RUNNING_ROUNDS = 12;
/** Milliseconds between two readings of a clock that is set: at 50 ppm an oscillator drifts by 0.2 s in an hour. */
const CLOCK_INTERVAL = 3_600_000;

/** A clock that cannot be set keeps nobody from plain connections; TLS is told, and it is tried again later. */
export function setNetworkClock(step: Step): void {
  setClock(step, () => step.done());
}

/** Believes the module's clock where it is plausible, and else has it set by the time servers, one after the other. */
function setClock(step: Step, onEnd: () => void): void {
  const { boot } = step;
  boot.putOffClock(step.now());
  readClock(step, () => {
    if (boot.isClockSet) onEnd();
    else askServer(step, 0, onEnd);
  });
}

/** Reads a clock that is set, and sets one that is not, where it is time to. */
export function mendClock(step: Step, onEnd: () => void): void {
  if (step.now() < step.boot.clockDue) onEnd();
  else if (step.boot.isClockSet) readClock(step, onEnd);
  else setClock(step, onEnd);
}

/**
 * One look at the module's clock; a plausible one is taken over. `isServed`: a time server has just set it, which is when some
 * modules write the digits of UTC and leave the zone of the network beside them.
 */
function readClock(step: Step, onEnd: () => void, isServed = false): void {
  const { facts, boot } = step;
  step.ask({
    command: clockQuery,
    values: [],
    onReply: (fields) => {
      const reading = parseClock(clockText(fields));
      if (reading === undefined || reading.year < step.modem.earliestYear) return;
      boot.areDigitsUtc = meansUtc(reading, step.clock.at(step.now()), isServed || boot.areDigitsUtc);
      step.clock.take(boot.areDigitsUtc ? digitsAsUtc(reading) : reading, step.now());
      boot.isClockSet = true;
      boot.clockDue = step.now() + CLOCK_INTERVAL;
      facts.set('isClockSet', true);
      facts.set('utcOffset', reading.offset);
    },
    onEnd,
  });
}

/** Between quotes the time is one field, without them two. */
function clockText(fields: FieldReader): string {
  const text = fields.text('time');
  return text.indexOf(',') < 0 && fields.has('rest') ? `${text},${fields.text('rest')}` : text;
}

function askServer(step: Step, index: number, onEnd: () => void): void {
  const { timeServers } = step.settings;
  if (index >= timeServers.length) return onEnd();
  const { host, port } = timeServers[index];
  const { timeService } = step.modem.dialect;
  const next = (): void => askServer(step, index + 1, onEnd);
  step.ask({
    ...timeService.synchronising(host, port),
    onEnd: (error) => {
      if (error === undefined) look(step, onEnd, next);
      else if (timeService.isRunning(error)) watch(step, RUNNING_ROUNDS, onEnd, next);
      else next();
    },
  });
}

/** The server's word is not believed either before the clock shows it. */
function look(step: Step, onEnd: () => void, otherwise: () => void): void {
  readClock(step, () => (step.boot.isClockSet ? onEnd() : otherwise()), true);
}

function watch(step: Step, rounds: number, onEnd: () => void, otherwise: () => void): void {
  if (rounds === 0) return otherwise();
  step.rest(RUNNING_INTERVAL, () => look(step, onEnd, () => watch(step, rounds - 1, onEnd, otherwise)));
}
