import { type CellularError, cellularError, RETRYABLE } from '../../base/errors.js';
import type { Request } from '../../at/dialogue/exchange.js';
import type { CallState } from '../../cellular/dialect/data-call.js';
import type { Step } from '../step.js';

/** `unstated`: the reply came in a shape that has no state. */
type Heard = CallState | 'unstated';

/** Asks first and dials only where there is no address: dialling while there is one can be an `ERROR`. */
export function getAddress(step: Step): void {
  queryCall(step, (state, error) => {
    if (error !== undefined) return fail(step, error);
    const address = state === 'down' || state === 'busy' ? undefined : step.boot.heardAddress;
    if (address !== undefined) return take(step, address);
    step.loseLink(cellularError('no-address', 'the address is gone', RETRYABLE));
    if (state === 'busy') step.poll();
    else if (state === 'up') hangUpFirst(step);
    else makeCall(step);
  });
}

/** Whether the network has taken the address back without telling. A query that fails proves nothing. */
export function checkCall(step: Step, then: () => void): void {
  queryCall(step, (state, error) => {
    const isLost = error === undefined && (state === 'down' || (state === 'up' && step.boot.heardAddress === undefined));
    if (isLost) step.raise('contextLost');
    else then();
  });
}

/**
 * Some modules answer in the shape of the URC, and the URC may come between: of all lines heard until the final result the last is
 * right (docs/facts.md#data-call).
 */
export function queryCall(step: Step, then: (state: Heard, error: CellularError | undefined) => void): void {
  const { boot } = step;
  const { dataCall } = step.modem.dialect;
  let state: Heard = 'unstated';
  boot.heardAddress = undefined;
  step.ask({
    command: dataCall.query,
    values: [],
    onReply: (fields) => {
      state = dataCall.stateIn(fields);
      boot.heardAddress = dataCall.addressIn(fields);
    },
    onEnd: (error) => then(state === 'down' && boot.heardAddress !== undefined ? 'up' : state, error),
  });
}

/** A call that is up without an address is cured by hanging up only. */
function hangUpFirst(step: Step): void {
  step.ask({ ...step.modem.dialect.dataCall.hangUp, onEnd: () => makeCall(step) });
}

function makeCall(step: Step): void {
  step.boot.isDialled = true;
  dial(step, step.modem.dialect.dataCall.dialling(step.settings), 0);
}

function dial(step: Step, commands: readonly Request[], index: number): void {
  let address: string | undefined = undefined;
  step.ask({
    ...commands[index],
    onCompletion: (fields) => {
      address = step.modem.dialect.dataCall.addressIn(fields);
    },
    onEnd: (error) => {
      if (error !== undefined) fail(step, error);
      else if (index + 1 < commands.length) dial(step, commands, index + 1);
      else if (address !== undefined) take(step, address);
      else askForAddress(step);
    },
  });
}

/** In modules that dial without a word of the address. */
function askForAddress(step: Step): void {
  queryCall(step, (_, error) => {
    const address = step.boot.heardAddress;
    if (error === undefined && address !== undefined) take(step, address);
    else fail(step, error);
  });
}

function take(step: Step, address: string): void {
  const { boot } = step;
  if (boot.address !== undefined && boot.address !== address) {
    step.loseLink(cellularError('connection-lost', 'the address has changed', RETRYABLE));
  }
  boot.address = address;
  boot.isDialled = true;
  step.done();
}

function fail(step: Step, error: CellularError | undefined): void {
  const reason = error === undefined ? 'the network gives no address' : `the network gives no address (${error.message})`;
  step.fail(cellularError('no-address', reason, { command: error?.command, result: error?.result, isRetryable: true }));
}
