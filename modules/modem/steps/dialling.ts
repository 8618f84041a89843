import { type CellularError, cellularError, RETRYABLE } from '../../base/errors.js';
import { addressIn } from '../../fibocom/address.js';
import { dataCallQuery, dial, hangUp } from '../../fibocom/network.js';
import type { Step } from '../step.js';

/** What `AT+MIPCALL?` says first. */
const DOWN = 0;
const UP = 1;
const BUSY = 2;
/** The reply came in a shape that has no state. */
const UNSTATED = -1;

/** Asks first and dials only where there is no address: dialling while there is one can be an `ERROR`. */
export function getAddress(step: Step): void {
  queryCall(step, (state, error) => {
    if (error !== undefined) return fail(step, error);
    const address = state === DOWN || state === BUSY ? undefined : step.boot.heardAddress;
    if (address !== undefined) return take(step, address);
    step.loseLink(cellularError('no-address', 'the address is gone', RETRYABLE));
    if (state === BUSY) step.poll();
    else if (state === UP) hangUpFirst(step);
    else makeCall(step);
  });
}

/** Whether the network has taken the address back without telling. A query that fails proves nothing. */
export function checkCall(step: Step, then: () => void): void {
  queryCall(step, (state, error) => {
    const isLost = error === undefined && (state === DOWN || (state === UP && step.boot.heardAddress === undefined));
    if (isLost) step.raise('contextLost');
    else then();
  });
}

/**
 * Some modules answer in the shape of the URC (`+MIPCALL: <ip>`), and the URC may come between: of all lines heard until the
 * final result the last is right.
 */
function queryCall(step: Step, then: (state: number, error: CellularError | undefined) => void): void {
  const { boot } = step;
  let state = UNSTATED;
  boot.heardAddress = undefined;
  step.ask({
    command: dataCallQuery,
    values: [],
    onReply: (fields) => {
      state = fields.integer('state');
      boot.heardAddress = addressIn(fields);
    },
    onEnd: (error) => then(state === DOWN && boot.heardAddress !== undefined ? UP : state, error),
  });
}

/** `1,0.0.0.0` is a call that is up without an address; only hanging up cures it. */
function hangUpFirst(step: Step): void {
  step.ask({ command: hangUp, values: [0], onEnd: () => makeCall(step) });
}

function makeCall(step: Step): void {
  const { apn, user, password, authentication } = step.settings;
  let address: string | undefined = undefined;
  step.boot.isDialled = true;
  step.ask({
    command: dial,
    values: [1, apn, user, password, authentication],
    onCompletion: (fields) => {
      address = addressIn(fields);
    },
    onEnd: (error) => {
      if (error === undefined && address !== undefined) take(step, address);
      else fail(step, error);
    },
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
