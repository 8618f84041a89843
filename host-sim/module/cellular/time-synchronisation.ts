import { clockQuery } from '../../../modules/cellular/network.js';
import { synchroniseTime } from '../../../modules/fibocom/network.js';
import { timeSynchronised } from '../../../modules/fibocom/urcs.js';
import { answer, handle, type Handler, ok, refuse } from '../line/handler.js';
import { CME } from '../line/result-codes.js';
import type { Runtime } from '../runtime.js';
import type { Clock } from './clock.js';
import type { DataCall } from './data-call.js';

/** `AT+MIPNTP`, one at a time, and the clock that it sets. `utcNow` is what the time servers know. */
export function clockHandlers(runtime: Runtime, clock: Clock, call: DataCall, utcNow: () => number): readonly Handler[] {
  const { schedule, profile, draw } = runtime;
  let isRunning = false;

  function end(isAnswered: boolean): void {
    isRunning = false;
    if (isAnswered) clock.synchronise(utcNow());
    runtime.report(timeSynchronised, [isAnswered ? 1 : profile.ntpFailureStatus]);
  }

  function ask(host: string): void {
    const isReachable = profile.ntpServers.includes(host);
    schedule.after(draw(isReachable ? profile.timing.ntp : profile.timing.ntpFailure), () => {
      // The answer needs the address that the question was asked from.
      end(isReachable && call.address !== undefined);
    });
  }

  return [
    handle(clockQuery, () => answer([clock.text])),
    handle(synchroniseTime, (fields) => {
      if (isRunning) return refuse(CME.synchronising);
      if (call.address === undefined) return refuse(CME.notAllowed);
      isRunning = true;
      const host = fields.text('host');
      return ok(() => ask(host));
    }),
  ];
}
