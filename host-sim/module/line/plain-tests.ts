import { handle, type Handler, ok } from './handler.js';
import { testRow } from './rows.js';

/** Commands whose test form says no more than that they are there, however many arguments they take. */
const NAMES = ['+CPIN', '+CRSM', '+CSIM', '+CCLK', '+CMGS', '+CMGW', '+CMSS', '+CSCA'];

const PURPOSE = { summary: 'Tells that the command is there.', source: '3GPP TS 27.005, TS 27.007' };
const HANDLERS = NAMES.map((name) => handle(testRow(name, PURPOSE), () => ok()));

export function plainTestHandlers(): readonly Handler[] {
  return HANDLERS;
}
