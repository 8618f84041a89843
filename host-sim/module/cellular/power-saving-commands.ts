import { sleepMode } from '../../../modules/fibocom/device.js';
import { extendedReception, powerSavingMode } from '../../../modules/cellular/network.js';
import { handle, type Handler, ok } from '../line/handler.js';

/** Taken and without effect: this module never sleeps, and its network grants neither PSM nor eDRX. */
export function powerSavingHandlers(): readonly Handler[] {
  return [sleepMode, powerSavingMode, extendedReception].map((row) => handle(row, () => ok()));
}
